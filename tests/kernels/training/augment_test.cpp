// Augmentation: what it is by hand, and that the f32 path stays within its bound of the exact one.
#include "kernels/training/augment.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "core/buffer.h"

namespace gpupeak::augment {
namespace {

constexpr Ranges nothing{.flips = false, .turn = 0, .scale = 0, .shift = 0, .mean = 0, .deviation = 1};
constexpr Shape square{3, 3, 1};
const std::vector<float> one_to_nine{1, 2, 3, 4, 5, 6, 7, 8, 9};

std::vector<float> applied(const Shape& shape, const Ranges& ranges, const Warp& warp, const std::vector<float>& from) {
  std::vector<float> to(from.size(), NAN);
  apply(shape, ranges, warp, from, to);
  return to;
}

TEST(Augment, NothingDrawnIsThePictureItself) {
  EXPECT_EQ(applied(square, nothing, drawn(square, nothing, 1, 2), one_to_nine), one_to_nine);
}

TEST(Augment, FlipsLeftAndRight) {
  const Warp flip{-1, 0, 1, 0, 1, 1};
  EXPECT_EQ(applied(square, nothing, flip, one_to_nine), (std::vector<float>{3, 2, 1, 6, 5, 4, 9, 8, 7}));
}

TEST(Augment, TurnsAQuarter) {
  const Warp turn{0, 1, 1, -1, 0, 1};  // a pixel comes from where a quarter turn takes it
  EXPECT_EQ(applied(square, nothing, turn, one_to_nine), (std::vector<float>{7, 4, 1, 8, 5, 2, 9, 6, 3}));
}

TEST(Augment, ShiftsInPaperAndBlendsBetweenPixels) {
  EXPECT_EQ(applied(square, nothing, {1, 0, 2, 0, 1, 1}, one_to_nine), (std::vector<float>{2, 3, 0, 5, 6, 0, 8, 9, 0}));
  EXPECT_EQ(applied(square, nothing, {1, 0, 1.5F, 0, 1, 1}, one_to_nine),
            (std::vector<float>{1.5F, 2.5F, 1.5F, 4.5F, 5.5F, 3, 7.5F, 8.5F, 4.5F}));
}

TEST(Augment, NormalisesEveryChannel) {
  const Shape coloured{1, 2, 2};
  Ranges ranges = nothing;
  ranges.mean = 1, ranges.deviation = 0.5;
  const Warp same = drawn(coloured, ranges, 1, 1);
  EXPECT_EQ(applied(coloured, ranges, same, {1, 2, 3, 4}), (std::vector<float>{0, 2, 4, 6}));
}

TEST(Augment, DrawsWithinItsRangesAndNotTwiceTheSame) {
  const Ranges ranges{.flips = true, .turn = 10, .scale = 0.1, .shift = 2, .mean = 0, .deviation = 1};
  const Shape shape{32, 32, 3};
  int flipped = 0;
  float last = 0;
  for (uint64_t use = 0; use < 400; ++use) {
    const Warp w = drawn(shape, ranges, 7, use);
    flipped += w.xx < 0 ? 1 : 0;
    const double size = 1 / std::hypot(w.xy, w.yy), angle = std::atan2(w.xy, w.yy) * 180 / M_PI;
    EXPECT_GE(size, 0.9 - 1e-6);
    EXPECT_LE(size, 1.1 + 1e-6);
    EXPECT_LE(std::abs(angle), 10 + 1e-4);
    EXPECT_LE(std::abs(w.x0 - 15.5F), 2);
    EXPECT_LE(std::abs(w.y0 - 15.5F), 2);
    EXPECT_NE(w.x0, last);
    last = w.x0;
  }
  EXPECT_GT(flipped, 150);
  EXPECT_LT(flipped, 250);
}

TEST(Augment, StaysWithinItsBoundOfTheExactPicture) {
  const Ranges ranges{.flips = true, .turn = 20, .scale = 0.2, .shift = 4, .mean = 0.4, .deviation = 0.3};
  for (const Shape& shape : {Shape{28, 28, 1}, Shape{32, 32, 3}, Shape{5, 9, 2}, Shape{1, 1, 1}}) {
    std::vector<float> from;
    for (int64_t i = 0; i < shape.size(); ++i)
      from.push_back(std::abs(generated_as<float>(DataKind::random, 3, static_cast<uint64_t>(i))));
    for (uint64_t use = 0; use < 20; ++use) {
      const Warp warp = drawn(shape, ranges, 5, use);
      const std::vector<float> to = applied(shape, ranges, warp, from);
      for (int64_t i = 0; i < shape.size(); ++i) {
        const Exact right = exact(shape, ranges, warp, from, i);
        EXPECT_LE(std::abs(static_cast<double>(to[static_cast<size_t>(i)]) - right.value), right.allowed);
        EXPECT_LT(right.allowed, 2e-3);
      }
    }
  }
}

}  // namespace
}  // namespace gpupeak::augment
