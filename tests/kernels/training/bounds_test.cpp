#include "kernels/training/bounds.h"

#include <gtest/gtest.h>

#include <vector>

namespace gpupeak::training {
namespace {

const Layer two_by_two = max_pool(2, 1);

Bounded bounded(std::vector<double> value, std::vector<double> error) {
  Bounded made(std::ssize(value));
  made.value = std::move(value);
  made.error = std::move(error);
  return made;
}

TEST(TrainingBounds, APooledNumberIsTheLargestAndOffByTheMostOfAll) {
  const Bounded to = pooled(two_by_two, 1, bounded({1, 4, 2, 3}, {0, 0.1, 0.5, 0.2}));
  EXPECT_EQ(to.value, std::vector<double>{4});
  EXPECT_EQ(to.error, std::vector<double>{0.5});
}

TEST(TrainingBounds, TheFirstOfTheLargestHasTheDerivative) {
  const Bounded to = unpooled(two_by_two, 1, bounded({1, 4, 2, 4}, {0, 0, 0, 0}), bounded({3}, {0.25}));
  EXPECT_EQ(to.value, (std::vector<double>{0, 3, 0, 0}));
}

TEST(TrainingBounds, EachThatMayBeTheLargestCanHaveTheDerivativeOrNot) {
  const Bounded to = unpooled(two_by_two, 1, bounded({1, 4, 3.9, 0}, {0, 0.1, 0.1, 0}), bounded({-3}, {0.25}));
  EXPECT_EQ(to.value, (std::vector<double>{0, -3, 0, 0}));
  EXPECT_EQ(to.error, (std::vector<double>{0, 3.25, 3.25, 0}));
  const Bounded clear = unpooled(two_by_two, 1, bounded({1, 4, 3.7, 0}, {0, 0.1, 0.1, 0}), bounded({-3}, {0.25}));
  EXPECT_EQ(clear.error, (std::vector<double>{0, 0.25, 0, 0}));
}

// By hand: one filter of ones sums what it covers of 2 x 2 pixels of two samples, all four of them at each place.
TEST(TrainingBounds, AConvolutionSumsWhatItsFilterCovers) {
  const Layer filter = convolution(2, 1, 1, 3, false);
  const Bounded pictures = bounded({1, 2, 3, 4, 5, 6, 7, 8}, std::vector<double>(8));
  const std::vector<double> ones(9, 1.0);
  const Bounded sums = products_forward({filter, 2, 0}, pictures, ones, 0);
  EXPECT_EQ(sums.value, (std::vector<double>{10, 10, 10, 10, 26, 26, 26, 26}));
  // The gradient of the filter's middle meets each pixel with its own derivative, that of its first tap one alone.
  Bounded gradients(9);
  products_by_weights({filter, 2, 0}, pictures, bounded({1, 0, 0, 2, 0, 0, 0, 3}, std::vector<double>(8)), gradients,
                      0);
  EXPECT_EQ(gradients.value[4], 1 * 1 + 4 * 2 + 8 * 3);
  EXPECT_EQ(gradients.value[0], 1 * 2 + 5 * 3);
}

}  // namespace
}  // namespace gpupeak::training
