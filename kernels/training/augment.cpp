#include "kernels/training/augment.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "core/buffer.h"

namespace gpupeak::augment {
namespace {

double between(uint64_t seed, uint64_t what, double low, double high) {
  return low + (high - low) * 0.5 * (1 + generated(DataKind::random, seed, what));
}

// The pixel itself; paper where there is none.
template <class T>
T pixel(const Shape& shape, std::span<const float> from, int64_t row, int64_t column, int64_t channel) {
  if (row < 0 || row >= shape.rows || column < 0 || column >= shape.columns) return 0;
  return static_cast<T>(from[static_cast<size_t>((row * shape.columns + column) * shape.channels + channel)]);
}

template <class T>
struct Place {
  T row, column;
};

template <class T>
Place<T> source(const Shape& shape, const Warp& w, int64_t row, int64_t column) {
  const T x = static_cast<T>(column) - static_cast<T>(shape.columns - 1) / 2,
          y = static_cast<T>(row) - static_cast<T>(shape.rows - 1) / 2;
  return {static_cast<T>(w.yx) * x + static_cast<T>(w.yy) * y + static_cast<T>(w.y0),
          static_cast<T>(w.xx) * x + static_cast<T>(w.xy) * y + static_cast<T>(w.x0)};
}

// Between the four pixels around a place: the upper left one, and the shares of the right and of the lower ones.
template <class T>
struct Cell {
  int64_t row, column;
  T down, right;
  explicit Cell(const Place<T>& at)
      : row(static_cast<int64_t>(std::floor(at.row))),
        column(static_cast<int64_t>(std::floor(at.column))),
        down(at.row - std::floor(at.row)),
        right(at.column - std::floor(at.column)) {}
};

template <class T>
T between_four(const Cell<T>& at, T upper_left, T upper_right, T lower_left, T lower_right) {
  const T upper = upper_left + at.right * (upper_right - upper_left),
          lower = lower_left + at.right * (lower_right - lower_left);
  return upper + at.down * (lower - upper);
}

template <class T>
T blended(const Shape& shape, std::span<const float> from, const Cell<T>& at, int64_t channel) {
  return between_four(
      at, pixel<T>(shape, from, at.row, at.column, channel), pixel<T>(shape, from, at.row, at.column + 1, channel),
      pixel<T>(shape, from, at.row + 1, at.column, channel), pixel<T>(shape, from, at.row + 1, at.column + 1, channel));
}

bool all_four_inside(const Shape& shape, const Cell<float>& at) {
  return at.row >= 0 && at.row + 1 < shape.rows && at.column >= 0 && at.column + 1 < shape.columns;
}

double largest_of(std::span<const float> picture) {
  double largest = 0;
  for (const float one : picture) largest = std::max(largest, std::abs(static_cast<double>(one)));
  return largest;
}

// A coordinate is a sum of three terms, together less than `reach` twice over: four roundings of it at most.
Exact exact_below(const Shape& shape, const Ranges& ranges, const Warp& warp, std::span<const float> from,
                  int64_t index, double largest) {
  const int64_t channel = index % shape.channels, pixel = index / shape.channels;
  const Cell<double> at(source<double>(shape, warp, pixel / shape.columns, pixel % shape.columns));
  const double value = (blended(shape, from, at, channel) - ranges.mean) / ranges.deviation;
  constexpr double u = 0x1p-24;
  const double coordinate = 4 * u * 2 * static_cast<double>(shape.rows + shape.columns);
  const double moved = 2 * coordinate * 2 * largest;
  return {value, (moved + 16 * u * (largest + std::abs(ranges.mean))) / ranges.deviation};
}

}  // namespace

Warp drawn(const Shape& shape, const Ranges& ranges, uint64_t seed, uint64_t use) {
  const uint64_t own = mix(seed, use);
  const bool flipped = ranges.flips && mix(own, 0) % 2 == 0;
  const double angle = between(own, 1, -ranges.turn, ranges.turn) * std::numbers::pi / 180;
  const double size = between(own, 2, 1 - ranges.scale, 1 + ranges.scale);
  const double cosine = std::cos(angle) / size, sine = std::sin(angle) / size, side = flipped ? -1 : 1;
  return {
      static_cast<float>(side * cosine),
      static_cast<float>(sine),
      static_cast<float>(0.5 * static_cast<double>(shape.columns - 1) + between(own, 3, -ranges.shift, ranges.shift)),
      static_cast<float>(-side * sine),
      static_cast<float>(cosine),
      static_cast<float>(0.5 * static_cast<double>(shape.rows - 1) + between(own, 4, -ranges.shift, ranges.shift))};
}

void apply(const Shape& shape, const Ranges& ranges, const Warp& warp, std::span<const float> from,
           std::span<float> to) {
  const auto mean = static_cast<float>(ranges.mean), scale = static_cast<float>(1 / ranges.deviation);
  auto out = to.begin();
  for (int64_t row = 0; row < shape.rows; ++row)
    for (int64_t column = 0; column < shape.columns; ++column) {
      const Cell<float> at(source<float>(shape, warp, row, column));
      if (!all_four_inside(shape, at)) {
        for (int64_t channel = 0; channel < shape.channels; ++channel)
          *out++ = (blended(shape, from, at, channel) - mean) * scale;
        continue;
      }
      const float* const upper = &from[static_cast<size_t>((at.row * shape.columns + at.column) * shape.channels)];
      const float* const lower = upper + shape.columns * shape.channels;
      for (int64_t channel = 0; channel < shape.channels; ++channel)
        *out++ = (between_four(at, upper[channel], upper[shape.channels + channel], lower[channel],
                               lower[shape.channels + channel]) -
                  mean) *
                 scale;
    }
}

Exact exact(const Shape& shape, const Ranges& ranges, const Warp& warp, std::span<const float> from, int64_t index) {
  return exact_below(shape, ranges, warp, from, index, largest_of(from));
}

bool is_applied(const Shape& shape, const Ranges& ranges, const Warp& warp, std::span<const float> from,
                std::span<const float> to) {
  const double largest = largest_of(from);
  for (int64_t i = 0; i < shape.size(); ++i) {
    const Exact right = exact_below(shape, ranges, warp, from, i, largest);
    if (!(std::abs(static_cast<double>(to[static_cast<size_t>(i)]) - right.value) <= right.allowed)) return false;
  }
  return true;
}

}  // namespace gpupeak::augment
