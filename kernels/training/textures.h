// A set of coloured pictures of textures that the program draws itself: the same for a seed everywhere.
#pragma once

#include <cstdint>
#include <span>

namespace gpupeak::textures {

inline constexpr int64_t edge = 32, channels = 3, pixels = edge * edge * channels, classes = 10;

// Which texture picture `index` shows; every one is as likely. Gratings: 0 and 1 level, broad and narrow; 2 and 3
// upright, broad and narrow; 4 and 5 falling and rising. 6 chequers, 7 dots. Noise: 8 fine, 9 coarse.
int32_t label(uint64_t seed, uint64_t index);
// What it shows in a mirror: falling stripes rise there.
int32_t mirrored(int32_t label);
// Row by row, pixel by pixel, channels last, in about -1 to 1: the texture between two colours as drawn, its phase,
// width and direction a little off, under noise. `picture` has `pixels` elements.
void draw(uint64_t seed, uint64_t index, std::span<float> picture);

}  // namespace gpupeak::textures
