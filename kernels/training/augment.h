// Pictures as training wants them: each drawn anew at every use, flipped, turned, scaled and moved, and its channels
// brought to mean 0 and deviation 1. What is drawn, and what comes of it; decoding of files is no part of it.
#pragma once

#include <cstdint>
#include <span>

namespace gpupeak::augment {

// Rows x columns x channels, channels last.
struct Shape {
  int64_t rows, columns, channels;
  constexpr int64_t size() const { return rows * columns * channels; }
};

// How far a picture may be changed without its class becoming another.
struct Ranges {
  bool flips;    // left and right, every other one
  double turn;   // either way, in degrees
  double scale;  // to 1 - scale .. 1 + scale of its size
  double shift;  // of the part that is cropped, up or down and left or right, in pixels
  double mean;   // of the set's pixels, and their deviation: subtracted and divided by
  double deviation;
};

// Where a pixel of the result lies in the picture: column x' = xx x + xy y + x0 and row y' = yx x + yy y + y0, for x
// and y from the middle of the result; pixel centres are whole numbers.
struct Warp {
  float xx, xy, x0, yx, yy, y0;
};

constexpr bool is_flipped(const Warp& warp) { return warp.xx < 0; }  // none is turned as far as a quarter

// Sample `use` (counted over all uses of the set).
Warp drawn(const Shape&, const Ranges&, uint64_t seed, uint64_t use);

// Bilinear between the four pixels around, paper (0) outside, then normalised. `to` has as many elements as `from`.
void apply(const Shape&, const Ranges&, const Warp&, std::span<const float> from, std::span<float> to);

// One element of it in double, and how far apply() may be from it: coordinates are rounded to f32, and between pixels a
// picture changes by no more than twice its largest number per pixel of either direction.
struct Exact {
  double value, allowed;
};
Exact exact(const Shape&, const Ranges&, const Warp&, std::span<const float> from, int64_t index);
// Whether all of `to` is within that bound.
bool is_applied(const Shape&, const Ranges&, const Warp&, std::span<const float> from, std::span<const float> to);

}  // namespace gpupeak::augment
