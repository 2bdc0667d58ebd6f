#include "kernels/dot.h"

#include <fmt/format.h>

#include <cmath>
#include <vector>

#include "core/buffer.h"
#include "kernels/operand_faults.h"

namespace gpupeak::dot {
namespace {

constexpr int largest_bf16 = 7;  // whole numbers up to here, so that many products stay below 2^24
constexpr int largest_i8 = 127;

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
  Of(Device& device, const Problem& problem, const Shape& shape, DataKind kind, uint64_t seed)
      : problem_(problem),
        shape_(shape),
        kind_(kind),
        seed_(seed),
        a_(device, int64_t{problem.units} * shape.operand_elements),
        b_(device, a_.size()),
        in_(device, int64_t{problem.units} * shape.sums * shape.elements),
        out_(device, in_.size()) {}

  Operands operands() override { return {a_.data(), b_.data(), in_.data(), out_.data()}; }

  void reset(uint64_t round) override {
    const uint64_t seed = mix(seed_, round);
    const int largest = std::is_integral_v<T> ? largest_i8 : largest_bf16;
    a_.write(0, whole_numbers<T>(a_.size(), kind_, mix(seed, label_a), largest, false));
    b_.write(0, whole_numbers<T>(b_.size(), kind_, mix(seed, label_b), largest, true));
    in_.write(0, whole_numbers<Sum>(in_.size(), kind_, mix(seed, label_in), largest, true));
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
    for (int64_t at = 0; at < in_.size(); ++at) {
      const int64_t first = at / per_unit * shape_.operand_elements;
      const int element = static_cast<int>(at % shape_.elements);
      int64_t product = 0;
      for (int p = 0; p < shape_.depth; ++p)
        product += whole(a[static_cast<size_t>(first + shape_.a_at(element, p))]) *
                   whole(b[static_cast<size_t>(first + shape_.b_at(element, p))]);
      const auto index = static_cast<size_t>(at);
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
  static double expected(int64_t sum) {
    if constexpr (std::is_integral_v<Sum>)
      return static_cast<double>(static_cast<Sum>(static_cast<uint64_t>(sum)));  // modulo 2^32
    else
      return static_cast<double>(sum);
  }

  Problem problem_;
  Shape shape_;
  DataKind kind_;
  uint64_t seed_;
  Buffer<T> a_, b_;
  Buffer<Sum> in_, out_;
  uint64_t digests_[3] = {};
};

// In f32 every whole number up to 2^24 is exact: in + steps x depth products of at most 7 x 7. In int32 sums may wrap.
int64_t most_steps(DType dtype, int depth) {
  if (dtype == DType::i8) return (int64_t{1} << 19) / depth;
  return ((int64_t{1} << 24) - largest_bf16) / (int64_t{largest_bf16} * largest_bf16 * depth);
}

Work work(const Problem& problem, const Rung& rung) {
  const Shape shape = rung.shape(problem);
  const double steps = static_cast<double>(problem.units) * static_cast<double>(problem.steps);
  Work work;
  work.units = problem.units;
  work.working_set =
      Bytes(static_cast<double>(problem.units) *
            (2.0 * shape.operand_elements * row(problem.dtype).bytes + 8.0 * shape.sums * shape.elements));
  if (problem.dependent)
    work.steps = static_cast<double>(problem.steps);
  else
    work.add(rung.resource(problem.dtype), FlopCount(2 * steps * shape.sums * shape.elements * shape.depth));
  return work;
}

Data::Data(Device& device, const Problem& problem, const Rung& rung, DataKind kind, uint64_t seed) {
  const Shape shape = rung.shape(problem);
  if (problem.dtype == DType::i8)
    body_ = std::make_shared<Body::Of<int8_t, int32_t>>(device, problem, shape, kind, seed);
  else
    body_ = std::make_shared<Body::Of<BFloat16, float>>(device, problem, shape, kind, seed);
}

Operands Data::operands() { return body_->operands(); }
void Data::reset(uint64_t round) { body_->reset(round); }
Check Data::check() const { return body_->check(); }

}  // namespace gpupeak::dot
