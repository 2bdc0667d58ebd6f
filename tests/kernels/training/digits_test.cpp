#include "kernels/training/digits.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <vector>

namespace gpupeak::digits {
namespace {

std::vector<float> picture(uint64_t seed, uint64_t index) {
  std::vector<float> drawn(pixels, -1.0f);
  draw(seed, index, drawn);
  return drawn;
}

TEST(Digits, AreTheSameForASeedAndOthersForAnother) {
  EXPECT_EQ(picture(1, 5), picture(1, 5));
  EXPECT_NE(picture(1, 5), picture(1, 6));
  EXPECT_NE(picture(1, 5), picture(2, 5));
}

TEST(Digits, EveryPixelIsBetweenPaperAndInkAndSomeAreInk) {
  for (uint64_t index = 0; index < 50; ++index) {
    const std::vector<float> drawn = picture(3, index);
    EXPECT_GE(*std::ranges::min_element(drawn), 0.0f);
    EXPECT_EQ(*std::ranges::max_element(drawn), 1.0f);
  }
}

TEST(Digits, EveryDigitIsAboutAsFrequent) {
  std::array<int, classes> counts{};
  for (uint64_t index = 0; index < 10000; ++index) ++counts.at(static_cast<size_t>(label(1, index)));
  for (const int count : counts) EXPECT_NEAR(count, 1000, 150);
}

TEST(Digits, AnEightHasMoreInkThanAOne) {
  double ink[classes] = {};
  int shown[classes] = {};
  for (uint64_t index = 0; index < 500; ++index) {
    const int32_t digit = label(1, index);
    ++shown[digit];
    for (const float pixel : picture(1, index)) ink[digit] += pixel > 0.5f ? 1 : 0;
  }
  EXPECT_GT(ink[8] / shown[8], 1.5 * ink[1] / shown[1]);
}

}  // namespace
}  // namespace gpupeak::digits
