// A set of pictures of digits that the program draws itself: the same for a seed everywhere, and nothing to download.
#pragma once

#include <cstdint>
#include <span>

namespace gpupeak::digits {

inline constexpr int64_t edge = 28, pixels = edge * edge, classes = 10;

// Which digit picture `index` shows; every digit is as likely.
int32_t label(uint64_t seed, uint64_t index);
// Row by row, 0 (paper) to 1 (ink): the strokes of a seven-segment display, moved, sized, slanted and as thick as
// drawn, on speckled paper. `picture` has `pixels` elements.
void draw(uint64_t seed, uint64_t index, std::span<float> picture);

}  // namespace gpupeak::digits
