#include "kernels/training/digits.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "core/buffer.h"

namespace gpupeak::digits {
namespace {

struct Point {
  double x, y;
};
struct Stroke {
  Point from, to;
};

// The display's segments a to g in a box of 1 x 2.
constexpr std::array<Stroke, 7> segments{{{{0, 0}, {1, 0}},
                                          {{1, 0}, {1, 1}},
                                          {{1, 1}, {1, 2}},
                                          {{0, 2}, {1, 2}},
                                          {{0, 1}, {0, 2}},
                                          {{0, 0}, {0, 1}},
                                          {{0, 1}, {1, 1}}}};
// Which of them are lit, a in the lowest bit.
constexpr std::array<uint8_t, classes> lit{0x3f, 0x06, 0x5b, 0x4f, 0x66, 0x6d, 0x7d, 0x07, 0x7f, 0x6f};

constexpr double speckle = 0.25;  // of full ink, at most

double drawn(uint64_t seed, uint64_t what, double low, double high) {
  return low + (high - low) * 0.5 * (1 + generated(DataKind::random, seed, what));
}

double distance(Point p, const Stroke& stroke) {
  const double dx = stroke.to.x - stroke.from.x, dy = stroke.to.y - stroke.from.y;
  const double along = ((p.x - stroke.from.x) * dx + (p.y - stroke.from.y) * dy) / (dx * dx + dy * dy);
  const double t = std::clamp(along, 0.0, 1.0);
  return std::hypot(p.x - stroke.from.x - t * dx, p.y - stroke.from.y - t * dy);
}

}  // namespace

int32_t label(uint64_t seed, uint64_t index) { return static_cast<int32_t>(mix(mix(seed, 1), index) % classes); }

void draw(uint64_t seed, uint64_t index, std::span<float> picture) {
  const uint64_t own = mix(mix(seed, 2), index);
  const double size = drawn(own, 0, 7, 10), slant = drawn(own, 1, -0.25, 0.25), thickness = drawn(own, 2, 0.8, 1.8);
  const double left = 14 - size / 2 + drawn(own, 3, -2.5, 2.5), top = 14 - size + drawn(own, 4, -2, 2);
  const auto placed = [&](Point p) { return Point{left + size * (p.x + slant * (1 - p.y)), top + size * p.y}; };
  std::array<Stroke, segments.size()> strokes;
  for (size_t i = 0; i < strokes.size(); ++i) strokes[i] = {placed(segments[i].from), placed(segments[i].to)};
  const uint8_t shown = lit[static_cast<size_t>(label(seed, index))];
  for (int64_t pixel = 0; pixel < pixels; ++pixel) {
    const int64_t row = pixel / edge, column = pixel % edge;
    const Point at{static_cast<double>(column) + 0.5, static_cast<double>(row) + 0.5};
    double nearest = static_cast<double>(edge);
    for (size_t i = 0; i < strokes.size(); ++i)
      if (shown >> i & 1) nearest = std::min(nearest, distance(at, strokes[i]));
    const double ink = std::clamp(thickness - nearest + 0.5, 0.0, 1.0);
    const double paper = std::max(0.0, drawn(own, static_cast<uint64_t>(16 + pixel), -speckle, speckle));
    picture[static_cast<size_t>(pixel)] = static_cast<float>(std::max(ink, paper));
  }
}

}  // namespace gpupeak::digits
