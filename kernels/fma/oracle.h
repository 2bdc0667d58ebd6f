// What the turns of family `fma` must make of a pair, and how far off a correct result may be: by matrix where turns
// round, modulo 2^32 where they do not, and turn by turn where there are too few bits for either.
#pragma once

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <unordered_map>
#include <utility>

#include "core/dtype.h"
#include "kernels/fma/fma.h"

namespace gpupeak::fma {

// What n turns do to (x, y), as a 2 x 2 matrix. One turn is M = [1 s; -s 1-s^2]; by repeated squaring its n-th power
// costs nothing, so every pair of every unit is checked.
template <class Number>
struct Matrix {
  Number xx, xy, yx, yy;
  friend Matrix operator*(const Matrix& a, const Matrix& b) {
    return {a.xx * b.xx + a.xy * b.yx, a.xx * b.xy + a.xy * b.yy, a.yx * b.xx + a.yy * b.yx, a.yx * b.xy + a.yy * b.yy};
  }
};

template <class Number>
Matrix<Number> power(Matrix<Number> square, int64_t steps) {
  Matrix<Number> result{1, 0, 0, 1};
  for (; steps > 0; steps /= 2, square = square * square)
    if (steps % 2 != 0) result = square * result;
  return result;
}

template <class Number>
Matrix<Number> one_turn(Number s, Pattern pattern) {
  if (pattern == Pattern::two_sources) return {1 + s, 0, 0, 1 - s};
  return {1, s, Number{} - s, 1 - s * s};
}

struct Expected {
  double x, y, allowed_x, allowed_y;
};

// Below it relative bounds mean nothing, and roundings are half of this number's.
constexpr double smallest_normal(DType dtype) {
  return dtype == DType::f16 ? 0x1p-14 : dtype == DType::f32 ? 0x1p-126 : 0x1p-1022;
}

// Of f64, f32 and f16: long double's own error is about n of its units, far below one of the results it judges.
template <class T>
class Oracle {
 public:
  explicit Oracle(const Problem& problem)
      : two_sources_(problem.pattern == Pattern::two_sources),
        turns_(
            power(one_turn<long double>(static_cast<double>(static_cast<T>(turn_of(problem.dtype))), problem.pattern),
                  problem.steps)),
        // two_sources: relative to the result; a turn rounds once when fused, twice when not.
        bound_(static_cast<double>(problem.steps) *
               (two_sources_ ? 2.1 * row(problem.dtype).unit_roundoff : per_step(problem.dtype))),
        tiny_(static_cast<double>(problem.steps) * row(problem.dtype).unit_roundoff * smallest_normal(problem.dtype)) {}

  Expected operator()(T x_in, T y_in) {
    const auto x = static_cast<double>(x_in), y = static_cast<double>(y_in);
    const auto new_x = static_cast<double>(turns_.xx * x + turns_.xy * y);
    const auto new_y = static_cast<double>(turns_.yx * x + turns_.yy * y);
    const double radius = std::hypot(x, y);
    return {new_x, new_y, tiny_ + bound_ * (two_sources_ ? std::abs(new_x) : radius),
            tiny_ + bound_ * (two_sources_ ? std::abs(new_y) : radius)};
  }

 private:
  bool two_sources_;
  Matrix<long double> turns_;
  double bound_, tiny_;
};

// Of int32: exact modulo 2^32.
template <>
class Oracle<int32_t> {
 public:
  explicit Oracle(const Problem& problem)
      : turns_(
            power(one_turn<uint32_t>(static_cast<uint32_t>(turn_of(problem.dtype)), problem.pattern), problem.steps)) {}
  Expected operator()(int32_t x_in, int32_t y_in) const {
    const auto x = static_cast<uint32_t>(x_in), y = static_cast<uint32_t>(y_in);
    return {static_cast<double>(static_cast<int32_t>(turns_.xx * x + turns_.xy * y)),
            static_cast<double>(static_cast<int32_t>(turns_.yx * x + turns_.yy * y)), 0, 0};
  }

 private:
  Matrix<uint32_t> turns_;
};

// Of bf16: eight bits cannot tell one turn from the rounding of twenty, so every turn is done again, each multiply-add
// rounded once as IEEE 754 says, and the results must be equal. Inputs are drawn from few pairs (Data), each done once.
template <>
class Oracle<BFloat16> {
 public:
  explicit Oracle(const Problem& problem) : problem_(problem) {}
  Expected operator()(BFloat16 x, BFloat16 y) {
    const auto [known, fresh] = seen_.try_emplace(uint32_t{x.bits()} << 16 | y.bits());
    if (fresh) known->second = replayed(x, y);
    return known->second;
  }

 private:
  // The exact product has 16 bits, so long double's rounding of the sum never meets a tie of bf16 that is none.
  static BFloat16 multiply_add(double a, BFloat16 b, BFloat16 c) {
    const long double exact = static_cast<long double>(a) * static_cast<double>(b) + static_cast<double>(c);
    return BFloat16(static_cast<double>(exact));
  }
  Expected replayed(BFloat16 x, BFloat16 y) const {
    const auto s = static_cast<double>(BFloat16(turn_of(DType::bf16)));
    const bool two_sources = problem_.pattern == Pattern::two_sources;
    for (int64_t step = 0; step < problem_.steps; ++step) {
      x = multiply_add(s, two_sources ? x : y, x);
      y = multiply_add(-s, two_sources ? y : x, y);
    }
    return {static_cast<double>(x), static_cast<double>(y), 0, 0};
  }

  Problem problem_;
  std::unordered_map<uint32_t, Expected> seen_;
};

}  // namespace gpupeak::fma
