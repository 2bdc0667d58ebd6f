// Signed sums see any single element that is wrong, in every direction, layout and grouping.
#include "kernels/conv/sums.h"

#include <gtest/gtest.h>

#include <utility>

#include "tests/support/conv_problems.h"
#include "tests/support/print_conv.h"

namespace gpupeak::conv {
namespace {

using testing::awkward;
using testing::drawn;

// A problem, its operands and its right result.
struct Computed {
  Problem problem;
  std::vector<float> x, w, y;
  std::vector<float>& result() {
    return problem.direction == Direction::forward ? y : problem.direction == Direction::backward_data ? x : w;
  }
  Inputs inputs() const {
    return {.x = problem.direction == Direction::backward_data ? std::span<const float>() : x,
            .w = problem.direction == Direction::backward_filter ? std::span<const float>() : w,
            .y = problem.direction == Direction::forward ? std::span<const float>() : y};
  }
  Check check(int64_t added, uint64_t seed) {
    Comparison comparison;
    compare_sums(problem, inputs(), result(), added, seed, comparison);
    return comparison.result([&](int64_t index) { return name_of_sum(problem, added, index - std::ssize(result())); });
  }
};

Computed computed(Problem problem, Direction direction) {
  problem.direction = direction;
  Computed c{problem, drawn(shape_of_x(problem), 1), drawn(shape_of_w(problem), 2), drawn(shape_of_y(problem), 3)};
  std::vector<float> right;
  for (int64_t i = 0; i < shape_of_result(problem).size(); ++i)
    right.push_back(static_cast<float>(sum_at(problem, c.inputs(), i).exact));
  c.result() = right;
  return c;
}

std::vector<Computed> all_computed() {
  std::vector<Computed> all;
  for (const Problem& problem : awkward())
    for (const DirectionRow& direction : directions) all.push_back(computed(problem, direction.id));
  return all;
}

TEST(ConvSums, RightResultsPassWithAnySigns) {
  for (Computed& c : all_computed())
    for (const int64_t added : {1, 2, 3, 128})
      for (uint64_t seed = 0; seed < 5; ++seed) {
        const Check check = c.check(added, seed);
        EXPECT_TRUE(check.ok) << ::testing::PrintToString(c.problem) << check.where;
      }
}

TEST(ConvSums, OneWrongElementAnywhereIsSeen) {
  for (Computed& c : all_computed())
    for (const int64_t added : {2, 128})
      for (float& victim : c.result()) {
        const float right = std::exchange(victim, victim + 0.001F);
        EXPECT_FALSE(c.check(added, 9).ok) << ::testing::PrintToString(c.problem);
        victim = right;
      }
}

TEST(ConvSums, ElementsThatAreSwappedAreSeenUnlessTheirSignsAreEqual) {
  Computed c = computed({.n = 1, .h = 4, .w = 4, .c = 3, .k = 8}, Direction::forward);
  std::swap(c.y[0], c.y[1]);
  int seen = 0;
  for (uint64_t seed = 0; seed < 64; ++seed) seen += c.check(8, seed).ok ? 0 : 1;
  EXPECT_GT(seen, 16);
  EXPECT_LT(seen, 48);
}

TEST(ConvSums, AsFewChannelsAreAddedAsAreAffordable) {
  const Problem p{.n = 1, .h = 10, .w = 10, .c = 8, .k = 96, .groups = 2};  // 100 positions x 96 filters x 4 channels
  EXPECT_EQ(channels_added(p, 38400), 1);
  EXPECT_EQ(channels_added(p, 19200), 2);
  EXPECT_EQ(channels_added(p, 1), 48);  // never of two groups
  EXPECT_EQ(channels_added({.n = 1, .h = 10, .w = 10, .c = 8, .k = 1000}, 1), 128);
  Problem data = p;
  data.direction = Direction::backward_data;
  EXPECT_EQ(channels_added(data, 1), 4);
}

TEST(ConvSums, ASumIsNamedByTheChannelsInIt) {
  Problem p{.n = 2, .h = 3, .w = 3, .c = 4, .k = 10, .groups = 2};  // five filters a group, in blocks of 3 and 2
  EXPECT_EQ(name_of_sum(p, 3, 0), "the signed sum of y[0,0,0,0..2]");
  EXPECT_EQ(name_of_sum(p, 3, 4 * 9 + 3), "the signed sum of y[1,0,0,8..9]");
  p.direction = Direction::backward_filter;
  EXPECT_EQ(name_of_sum(p, 3, 2 * 2 + 1), "the signed sum of w[5..7,0,0,1]");
  p.direction = Direction::backward_data;
  EXPECT_EQ(name_of_sum(p, 2, 3), "the signed sum of x[0,0,1,2..3]");
}

}  // namespace
}  // namespace gpupeak::conv
