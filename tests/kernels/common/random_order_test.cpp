#include "kernels/common/random_order.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <set>
#include <vector>

namespace gpupeak {
namespace {

TEST(RandomOrder, HoldsEveryNumberOnce) {
  for (int64_t n = 1; n <= 130; ++n) {
    const RandomOrder order(n, 7);
    std::set<int64_t> seen;
    for (int64_t i = 0; i < n; ++i) {
      seen.insert(order.at(i));
      EXPECT_EQ(order.place_of(order.at(i)), i) << n;
    }
    EXPECT_EQ(static_cast<int64_t>(seen.size()), n);
    EXPECT_GE(*seen.begin(), 0);
    EXPECT_LT(*seen.rbegin(), n);
  }
}

TEST(RandomOrder, FindsItsWayBackInLongOnes) {
  for (const int64_t n : {int64_t{100003}, int64_t{1} << 27, (int64_t{1} << 33) + 1, int64_t{1} << 40}) {
    const RandomOrder order(n, 3);
    for (int64_t i = 0; i < n; i += n / 1000) {
      EXPECT_LT(order.at(i), n);
      EXPECT_EQ(order.place_of(order.at(i)), i);
    }
  }
}

TEST(RandomOrder, AnotherSeedIsAnotherOrder) {
  const RandomOrder one(1000, 1), two(1000, 2);
  int same = 0;
  for (int64_t i = 0; i < 1000; ++i) same += one.at(i) == two.at(i);
  EXPECT_LT(same, 10);  // 1 is to be expected of two random orders
}

// What a prefetcher could learn from: the steps from one to the next repeat no more often, and stay no more often near,
// than those of a random order.
TEST(RandomOrder, HasNoStridesToLearn) {
  constexpr int64_t n = 1 << 16;
  const RandomOrder order(n, 5);
  std::vector<int> count(2 * n);
  int64_t near = 0;
  for (int64_t i = 0; i + 1 < n; ++i) {
    const int64_t step = order.at(i + 1) - order.at(i);
    ++count[static_cast<size_t>(step + n)];
    near += std::abs(step) <= 64;
  }
  int most = 0;
  for (const int times : count) most = std::max(most, times);
  EXPECT_LT(most, 12);                              // a Poisson variable of mean at most 1
  EXPECT_NEAR(static_cast<double>(near), 128, 50);  // 128 steps of 2 n, at a density near 1 / n
}

}  // namespace
}  // namespace gpupeak
