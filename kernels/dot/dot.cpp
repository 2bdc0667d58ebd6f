#include "kernels/dot/dot.h"

#include <fmt/format.h>

#include <cmath>
#include <stdexcept>
#include <vector>

#include "core/buffer.h"
#include "kernels/common/operand_faults.h"

namespace gpupeak::dot {
namespace {

enum Label : uint64_t { label_a, label_b, label_in };

// Whole numbers in [-largest, largest], as T.
template <class T>
std::vector<T> whole_numbers(int64_t count, DataKind kind, uint64_t seed, int largest, bool negative) {
  std::vector<T> values;
  for (int64_t i = 0; i < count; ++i) {
    const double whole = std::nearbyint(largest * generated(kind, seed, static_cast<uint64_t>(i)));
    values.push_back(static_cast<T>(negative ? whole : std::abs(whole)));
  }
  return values;
}

}  // namespace

struct Data::Body {
  virtual ~Body() = default;
  virtual Operands operands() = 0;
  virtual void reset(uint64_t round) = 0;
  virtual Check check() const = 0;

  template <class T, class Sum>
  class Of;
};

template <class T, class Sum>
class Data::Body::Of : public Body {
 public:
  Of(Device& device, const Problem& problem, const Shape& shape, int largest, DataKind kind, uint64_t seed)
      : problem_(problem),
        shape_(shape),
        largest_(largest),
        kind_(kind),
        seed_(seed),
        a_(device, int64_t{problem.units} * shape.a_elements),
        b_(device, int64_t{problem.units} * shape.b_elements),
        in_(device, int64_t{problem.units} * shape.sums * shape.elements),
        out_(device, in_.size()) {}

  Operands operands() override { return {a_.data(), b_.data(), in_.data(), out_.data()}; }

  void reset(uint64_t round) override {
    const uint64_t seed = mix(seed_, round);
    a_.write(0, whole_numbers<T>(a_.size(), kind_, mix(seed, label_a), largest_, false));
    b_.write(0, whole_numbers<T>(b_.size(), kind_, mix(seed, label_b), largest_, true));
    in_.write(0, whole_numbers<Sum>(in_.size(), kind_, mix(seed, label_in), largest_, true));
    out_.poison();
    a_.draw_red_zones(), b_.draw_red_zones(), in_.draw_red_zones(), out_.draw_red_zones();
    digests_[0] = a_.digest(), digests_[1] = b_.digest(), digests_[2] = in_.digest();
  }

  Check check() const override {
    Comparison comparison;
    report_damage(comparison, a_, "a");
    report_damage(comparison, b_, "b");
    report_damage(comparison, in_, "in");
    report_damage(comparison, out_, "out");
    report_overwritten(comparison, a_, "a", digests_[0]);
    report_overwritten(comparison, b_, "b", digests_[1]);
    report_overwritten(comparison, in_, "in", digests_[2]);
    const std::vector<T> a = a_.all(), b = b_.all();
    const std::vector<Sum> in = in_.all(), out = out_.all();
    const int64_t per_unit = int64_t{shape_.sums} * shape_.elements;
    std::vector<int64_t> products;  // of one unit: the same for all its sums
    for (int64_t at = 0; at < in_.size(); ++at) {
      if (at % per_unit == 0) products = dot_products(a, b, at / per_unit);
      const auto index = static_cast<size_t>(at);
      const int64_t product = products[static_cast<size_t>(at % shape_.elements)];
      comparison.element(static_cast<double>(out[index]), expected(whole(in[index]) + problem_.steps * product), 0, at);
    }
    return comparison.result([&](int64_t at) {
      return fmt::format("element {} of sum {} of unit {}", at % shape_.elements, at % per_unit / shape_.elements,
                         at / per_unit);
    });
  }

 private:
  template <class Value>
  static int64_t whole(Value value) {
    return static_cast<int64_t>(static_cast<double>(value));
  }
  std::vector<int64_t> dot_products(const std::vector<T>& a, const std::vector<T>& b, int64_t unit) const {
    std::vector<int64_t> products;
    for (int element = 0; element < shape_.elements; ++element) {
      int64_t product = 0;
      for (int p = 0; p < shape_.depth; ++p)
        product += whole(a[static_cast<size_t>(unit * shape_.a_elements + shape_.a_at(element, p))]) *
                   whole(b[static_cast<size_t>(unit * shape_.b_elements + shape_.b_at(element, p))]);
      products.push_back(product);
    }
    return products;
  }
  static double expected(int64_t sum) {
    if constexpr (std::is_integral_v<Sum>)
      return static_cast<double>(static_cast<Sum>(static_cast<uint64_t>(sum)));  // modulo 2^32
    else
      return static_cast<double>(sum);
  }

  Problem problem_;
  Shape shape_;
  int largest_;
  DataKind kind_;
  uint64_t seed_;
  Buffer<T> a_, b_;
  Buffer<Sum> in_, out_;
  uint64_t digests_[3] = {};
};

int largest(DType dtype, Sums sums) {
  if (dtype == DType::i8) return 127;
  if (sums == Sums::f16) return 1;
  return dtype == DType::e4m3 ? 2 : 7;
}

// In int32 sums may wrap, so only the oracle's arithmetic sets a limit.
int64_t most_steps(DType dtype, Sums sums, int depth) {
  if (dtype == DType::i8) return (int64_t{1} << 19) / depth;
  const int exact_bits = sums == Sums::f16 ? 11 : dtype == DType::e4m3 ? 13 : 24;
  const int64_t most = largest(dtype, sums);
  return ((int64_t{1} << exact_bits) - most) / (most * most * depth);
}

int64_t whole_steps(const Rung& rung, int64_t most) {
  return most < rung.unrolled ? most : most - most % rung.unrolled;
}

Work work(const Problem& problem, const Rung& rung) {
  const Shape shape = rung.shape(problem);
  const double steps =
      static_cast<double>(problem.units) * static_cast<double>(problem.steps) * static_cast<double>(problem.passes);
  Work work;
  work.units = problem.units;
  const int operand_bytes = (shape.a_elements + shape.b_elements) * row(problem.dtype).bytes;
  const int sum_bytes = rung.sums == Sums::f16 ? 2 : row(problem.dtype).sum_bytes;
  work.working_set =
      Bytes(static_cast<double>(problem.units) * (operand_bytes + 2.0 * sum_bytes * shape.sums * shape.elements));
  if (problem.dependent)
    work.steps = static_cast<double>(problem.steps) * static_cast<double>(problem.passes);
  else
    work.add(rung.resource(problem.dtype), FlopCount(2 * steps * shape.sums * shape.elements * shape.depth));
  return work;
}

Data::Data(Device& device, const Problem& problem, const Rung& rung, DataKind kind, uint64_t seed) {
  const Shape shape = rung.shape(problem);
  const int most = largest(problem.dtype, rung.sums);
  const auto make = [&]<class T, class Sum>(T, Sum) -> std::shared_ptr<Body> {
    return std::make_shared<Body::Of<T, Sum>>(device, problem, shape, most, kind, seed);
  };
  body_ = [&] {
    switch (problem.dtype) {
      case DType::f16:
        return rung.sums == Sums::f16 ? make(Float16{}, Float16{}) : make(Float16{}, 0.f);
      case DType::bf16:
        return make(BFloat16{}, 0.f);
      case DType::e4m3:
        return make(E4M3{}, 0.f);
      case DType::i8:
        return make(int8_t{}, int32_t{});
      case DType::f64:
        return make(0., 0.);
      case DType::tf32:
        return make(0.f, 0.f);  // whole numbers this small are the same in tf32
      case DType::f32:
      case DType::i32:
        break;
    }
    throw std::invalid_argument(fmt::format("dot: no sums of products of {}", row(problem.dtype).name));
  }();
}

Operands Data::operands() { return body_->operands(); }
void Data::reset(uint64_t round) { body_->reset(round); }
Check Data::check() const { return body_->check(); }

}  // namespace gpupeak::dot
