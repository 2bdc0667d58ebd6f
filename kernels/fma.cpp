#include "kernels/fma.h"

#include <fmt/format.h>

#include <cmath>
#include <memory>

#include "kernels/operand_faults.h"

namespace gpupeak::fma {
namespace {

// What n turns do to (x, y), as a 2 x 2 matrix: the oracle. One turn is M = [1 s; -s 1-s^2]; its n-th power by repeated
// squaring has an error of about n units of long double, far below one of the results it judges, and costs nothing, so
// every pair of every unit is checked.
struct Matrix {
  long double xx, xy, yx, yy;
};

Matrix operator*(const Matrix& a, const Matrix& b) {
  return {a.xx * b.xx + a.xy * b.yx, a.xx * b.xy + a.xy * b.yy, a.yx * b.xx + a.yy * b.yx, a.yx * b.xy + a.yy * b.yy};
}

Matrix turned(double s, int64_t steps) {
  const long double l = s;
  Matrix power{1, 0, 0, 1};
  for (Matrix square{1, l, -l, 1 - l * l}; steps > 0; steps /= 2, square = square * square)
    if (steps % 2 != 0) power = square * power;
  return power;
}

// Largest distance in x or y between a correct result and the oracle, for a pair that starts at radius 1.
// M keeps Q = x^2 + s x y + y^2, whose eigenvalues are 1 ± s/2: in the norm of Q errors are carried on unchanged and
// add up, and the radius stays below k = sqrt((1 + s/2) / (1 - s/2)). A turn rounds x' and y' once each when fused, and
// also s y and s x' when not: in all at most u (1 + s) radius in each, the error of x' entering y' once more by s.
// Hence steps u k^2 sqrt(2) (1 + s)^2; 5 % more cover products of roundings, as steps u stays below 0.04.
double per_step(DType dtype) {
  const double s = turn_of(dtype), k2 = (1 + s / 2) / (1 - s / 2);
  return 1.05 * row(dtype).unit_roundoff * k2 * std::sqrt(2) * (1 + s) * (1 + s);
}
double bound_per_radius(DType dtype, int64_t steps) { return static_cast<double>(steps) * per_step(dtype); }

// The same for two_sources, relative to the result: a turn rounds once when fused, twice when not.
double bound_relative(DType dtype, int64_t steps) {
  return 2.1 * static_cast<double>(steps) * row(dtype).unit_roundoff;
}

// Below it relative bounds mean nothing, and roundings are half of this number's.
double smallest_normal(DType dtype) {
  return dtype == DType::f16 ? 0x1p-14 : dtype == DType::f32 ? 0x1p-126 : 0x1p-1022;
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
    const DType dtype = problem_.dtype;
    const double tiny = static_cast<double>(problem_.steps) * row(dtype).unit_roundoff * smallest_normal(dtype);
    const double s = static_cast<double>(static_cast<T>(turn_of(dtype)));
    const bool two_sources = problem_.pattern == Pattern::two_sources;
    const auto steps = static_cast<long double>(problem_.steps);
    const Matrix m = two_sources ? Matrix{std::pow(1 + static_cast<long double>(s), steps), 0, 0,
                                          std::pow(1 - static_cast<long double>(s), steps)}
                                 : turned(s, problem_.steps);
    const double bound = two_sources ? bound_relative(dtype, problem_.steps) : bound_per_radius(dtype, problem_.steps);
    const std::vector<T> in = in_.all(), out = out_.all();
    for (int64_t unit = 0; unit < problem_.units; ++unit) {
      for (int64_t pair = 0; pair < pairs_; ++pair) {
        const int64_t at_x = 2 * unit * pairs_ + pair, at_y = at_x + pairs_;
        const auto x = static_cast<double>(in[static_cast<size_t>(at_x)]);
        const auto y = static_cast<double>(in[static_cast<size_t>(at_y)]);
        const auto new_x = static_cast<double>(m.xx * x + m.xy * y), new_y = static_cast<double>(m.yx * x + m.yy * y);
        const double radius = std::hypot(x, y);
        comparison.element(static_cast<double>(out[static_cast<size_t>(at_x)]), new_x,
                           tiny + bound * (two_sources ? std::abs(new_x) : radius), at_x);
        comparison.element(static_cast<double>(out[static_cast<size_t>(at_y)]), new_y,
                           tiny + bound * (two_sources ? std::abs(new_y) : radius), at_y);
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

std::optional<Pattern> pattern_named(std::string_view name) {
  for (const PatternRow& row : patterns)
    if (row.name == name) return row.id;
  return std::nullopt;
}

// A missing turn moves a pair by s radius, so x or y by 0.7 s radius at least; or a number by s of itself.
int64_t most_steps(DType dtype, Pattern pattern) {
  if (pattern == Pattern::two_sources) {
    // What grows by 1 + s per turn and what shrinks by 1 - s must stay well inside the type.
    const double range = dtype == DType::f16 ? 8 : 64;
    return static_cast<int64_t>(range / -std::log2(1 - turn_of(dtype)));
  }
  return static_cast<int64_t>(std::min(0x1p16, 0.5 * turn_of(dtype) / per_step(dtype)));
}

Work work(const Problem& problem, const Rung& rung) {
  constexpr double flops_per_turn = 4;  // two fused multiply-adds
  const double pairs = static_cast<double>(problem.units) * rung.pairs(problem);
  const double turns = static_cast<double>(problem.steps) * static_cast<double>(problem.passes);
  Work work;
  work.units = problem.units;
  work.working_set = Bytes(pairs * 4 * row(problem.dtype).bytes);
  if (problem.pattern == Pattern::dependent)
    work.steps = 2 * turns;  // no amount: a chain of latencies has no rate to be compared with
  else
    work.add(rung.resource(problem.dtype), FlopCount(flops_per_turn * pairs * turns));
  return work;
}

Data::Data(Device& device, const Problem& problem, const Rung& rung, DataKind kind, uint64_t seed) {
  const int pairs = rung.pairs(problem);
  if (problem.dtype == DType::f32)
    body_ = std::make_shared<Body::Of<float>>(device, problem, pairs, kind, seed);
  else if (problem.dtype == DType::f16)
    body_ = std::make_shared<Body::Of<Float16>>(device, problem, pairs, kind, seed);
  else
    body_ = std::make_shared<Body::Of<double>>(device, problem, pairs, kind, seed);
}

Operands Data::operands() { return body_->operands(); }
void Data::reset(uint64_t round) { body_->reset(round); }
Check Data::check() const { return body_->check(); }

}  // namespace gpupeak::fma
