#include "statistics/latencies.h"

#include <gtest/gtest.h>

#include <stdexcept>
#include <vector>

namespace gpupeak {
namespace {

// 1 ms, 2 ms, ... in an order that is not theirs.
std::vector<double> milliseconds(int count) {
  std::vector<double> times;
  for (int i = 0; i < count; ++i) times.push_back(1e-3 * (1 + (i * 7 + 3) % count));
  return times;
}

TEST(Latencies, PercentilesAreTheRanksThatANeighbourCanCount) {
  const Latencies found = latencies_of(milliseconds(1000));
  EXPECT_EQ(found.count, 1000);
  EXPECT_EQ(found.p50, Seconds(1e-3 * 500));
  EXPECT_EQ(found.p95, Seconds(1e-3 * 950));
  EXPECT_EQ(found.p99, Seconds(1e-3 * 990));
  EXPECT_EQ(found.max, Seconds(1e-3 * 1000));
  ASSERT_TRUE(found.p99_doubles_at);
  EXPECT_LT(*found.p99_doubles_at, 1 / 0.5005) << "what the server can serve at all";
  EXPECT_FALSE(without_p99(found));
}

TEST(Latencies, TooFewLaunchesHaveNoHighPercentileAndSaySo) {
  const Latencies some = latencies_of(milliseconds(499));
  EXPECT_TRUE(some.p95);
  EXPECT_FALSE(some.p99);
  EXPECT_FALSE(some.p99_doubles_at);
  EXPECT_NE(text(without_p99(some).value()).find("499 launches"), std::string::npos);
  EXPECT_NE(text(without_p99(some).value()).find("case_budget_s"), std::string::npos);
  const Latencies few = latencies_of(milliseconds(99));
  EXPECT_FALSE(few.p95);
  EXPECT_EQ(few.p50, Seconds(1e-3 * 50));
}

TEST(Latencies, AClockThatStoodStillIsNoLatency) {
  EXPECT_THROW(latencies_of({}), std::invalid_argument);
  EXPECT_THROW(latencies_of(std::vector<double>{1e-3, 0}), std::invalid_argument);
}

}  // namespace
}  // namespace gpupeak
