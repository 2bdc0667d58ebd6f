#include "kernels/training/textures.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

namespace gpupeak::textures {
namespace {

std::vector<float> picture(uint64_t seed, uint64_t index) {
  std::vector<float> drawn(pixels, -9.0f);
  draw(seed, index, drawn);
  return drawn;
}

// The mean difference of neighbours, `step` numbers apart, of the pictures of a class.
double roughness(int32_t wanted, int64_t step) {
  double sum = 0, count = 0;
  for (uint64_t index = 0; index < 200; ++index) {
    if (label(4, index) != wanted) continue;
    const std::vector<float> drawn = picture(4, index);
    for (int64_t i = 0; i + step < pixels; ++i, ++count)
      sum += std::abs(drawn[static_cast<size_t>(i)] - drawn[static_cast<size_t>(i + step)]);
  }
  return sum / count;
}
constexpr int64_t right = channels, down = edge * channels;

TEST(Textures, AreTheSameForASeedAndOthersForAnother) {
  EXPECT_EQ(picture(1, 5), picture(1, 5));
  EXPECT_NE(picture(1, 5), picture(1, 6));
  EXPECT_NE(picture(1, 5), picture(2, 5));
}

TEST(Textures, EveryNumberIsWithinTheColoursAndTheirNoise) {
  for (uint64_t index = 0; index < 50; ++index)
    for (const float number : picture(3, index)) EXPECT_LE(std::abs(number), 1.2f);
}

TEST(Textures, EveryTextureIsAboutAsFrequent) {
  std::array<int, classes> counts{};
  for (uint64_t index = 0; index < 10000; ++index) ++counts.at(static_cast<size_t>(label(1, index)));
  for (const int count : counts) EXPECT_NEAR(count, 1000, 150);
}

TEST(Textures, StripesChangeAcrossThemAndNarrowOnesMore) {
  EXPECT_GT(roughness(0, down), 1.5 * roughness(0, right));
  EXPECT_GT(roughness(2, right), 1.5 * roughness(2, down));
  EXPECT_GT(roughness(1, down), 1.2 * roughness(0, down));
  EXPECT_GT(roughness(3, right), 1.2 * roughness(2, right));
}

TEST(Textures, FineNoiseIsRougherThanCoarse) { EXPECT_GT(roughness(8, right), 1.5 * roughness(9, right)); }

TEST(Textures, OnlySlantedStripesAreOthersInAMirror) {
  for (int32_t label = 0; label < static_cast<int32_t>(classes); ++label) {
    EXPECT_EQ(mirrored(mirrored(label)), label);
    EXPECT_EQ(mirrored(label) != label, label == 4 || label == 5);
  }
}

}  // namespace
}  // namespace gpupeak::textures
