#include "kernels/fma/data.h"

#include <cmath>
#include <memory>
#include <type_traits>
#include <vector>

#include "kernels/common/operand_faults.h"
#include "kernels/fma/oracle.h"

namespace gpupeak::fma {
namespace {

// Of bf16: different pairs of numbers, each of which costs the oracle as many turns as a lane makes.
constexpr int64_t few_pairs = 64;

template <class T>
std::vector<T> drawn(int64_t count, int64_t pairs, DataKind kind, uint64_t seed) {
  std::vector<T> values;
  values.reserve(static_cast<size_t>(count));
  for (int64_t i = 0; i < count; ++i) {
    uint64_t index = static_cast<uint64_t>(i);
    if constexpr (std::is_same_v<T, BFloat16>) {
      const int64_t half = i / pairs;  // all x of a unit, then all y
      index = static_cast<uint64_t>((i % pairs + half / 2) % few_pairs + half % 2 * few_pairs);
    }
    if constexpr (std::is_same_v<T, int32_t>)  // 20 bits of generated() would leave twelve alike
      values.push_back(kind == DataKind::random ? static_cast<int32_t>(mix(seed, index) >> 32)
                                                : static_cast<int32_t>(generated(kind, seed, index)));
    else
      values.push_back(generated_as<T>(kind, seed, index));
  }
  return values;
}

}  // namespace

struct Data::Body {
  virtual ~Body() = default;
  virtual Operands operands() = 0;
  virtual void reset(uint64_t round) = 0;
  virtual Check check() const = 0;

  template <class T>
  class Of;
};

template <class T>
class Data::Body::Of : public Body {
 public:
  Of(Device& device, const Problem& problem, int pairs, DataKind kind, uint64_t seed)
      : problem_(problem),
        pairs_(pairs),
        kind_(kind),
        seed_(seed),
        in_(device, int64_t{2} * problem.units * pairs),
        out_(device, int64_t{2} * problem.units * pairs) {}

  Operands operands() override { return {in_.data(), out_.data()}; }

  void reset(uint64_t round) override {
    if constexpr (std::is_same_v<T, BFloat16> || std::is_same_v<T, int32_t>)
      in_.write(0, drawn<T>(in_.size(), pairs_, kind_, mix(seed_, round)));
    else
      in_.generate(kind_, mix(seed_, round));
    in_.draw_red_zones();
    out_.poison();
    out_.draw_red_zones();
    digest_ = in_.digest();
  }

  Check check() const override {
    Comparison comparison;
    report_damage(comparison, in_, "in");
    report_damage(comparison, out_, "out");
    report_overwritten(comparison, in_, "in", digest_);
    Oracle<T> oracle(problem_);
    const std::vector<T> in = in_.all(), out = out_.all();
    for (int64_t unit = 0; unit < problem_.units; ++unit) {
      for (int64_t pair = 0; pair < pairs_; ++pair) {
        const int64_t at_x = 2 * unit * pairs_ + pair, at_y = at_x + pairs_;
        const auto x = static_cast<size_t>(at_x), y = static_cast<size_t>(at_y);
        const Expected expected = oracle(in[x], in[y]);
        comparison.element(static_cast<double>(out[x]), expected.x, expected.allowed_x, at_x);
        comparison.element(static_cast<double>(out[y]), expected.y, expected.allowed_y, at_y);
      }
    }
    return comparison.result([&](int64_t index) {
      const int64_t pair = index % pairs_, half = index / pairs_;
      return fmt::format("{} of pair {} of unit {}", half % 2 == 0 ? "x" : "y", pair, half / 2);
    });
  }

 private:
  Problem problem_;
  int64_t pairs_;
  DataKind kind_;
  uint64_t seed_;
  Buffer<T> in_, out_;
  uint64_t digest_ = 0;
};

Data::Data(Device& device, const Problem& problem, const Rung& rung, DataKind kind, uint64_t seed) {
  const int pairs = rung.pairs(problem);
  if (problem.dtype == DType::f32)
    body_ = std::make_shared<Body::Of<float>>(device, problem, pairs, kind, seed);
  else if (problem.dtype == DType::f16)
    body_ = std::make_shared<Body::Of<Float16>>(device, problem, pairs, kind, seed);
  else if (problem.dtype == DType::bf16)
    body_ = std::make_shared<Body::Of<BFloat16>>(device, problem, pairs, kind, seed);
  else if (problem.dtype == DType::i32)
    body_ = std::make_shared<Body::Of<int32_t>>(device, problem, pairs, kind, seed);
  else
    body_ = std::make_shared<Body::Of<double>>(device, problem, pairs, kind, seed);
}

Operands Data::operands() { return body_->operands(); }
void Data::reset(uint64_t round) { body_->reset(round); }
Check Data::check() const { return body_->check(); }

}  // namespace gpupeak::fma
