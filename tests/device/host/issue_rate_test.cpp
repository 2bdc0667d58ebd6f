// From measured issues per cycle to ports, and the loops that are measured.
#include "device/host/issue_rate.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstring>

#include "device/host/clock.h"

namespace gpupeak::host {
namespace {

TEST(PortCount, IsTheNearestWithin12Percent) {
  EXPECT_EQ(nearest_port_count(0.5), 0.5);
  EXPECT_EQ(nearest_port_count(0.97), 1);
  EXPECT_EQ(nearest_port_count(1.11), 1);
  EXPECT_EQ(nearest_port_count(1.78), 2);
  EXPECT_EQ(nearest_port_count(2.05), 2);
  EXPECT_EQ(nearest_port_count(2.9), 3);
  EXPECT_EQ(nearest_port_count(3.9), 4);
}

TEST(PortCount, IsUnknownBetween) {
  for (double measured : {0.0, 0.1, 0.7, 1.2, 1.5, 1.7, 2.5, 5.0, 17.0, -2.0, std::nan(""), double{INFINITY}})
    EXPECT_FALSE(nearest_port_count(measured)) << measured;
}

constexpr Issue kinds[] = {Issue::fma_f64,        Issue::fma_f32, Issue::fma_f64_scalar,
                           Issue::fma_f32_scalar, Issue::load,    Issue::store};

TEST(IssueLoop, IsThereOrAReasonMayBe) {
  for (Issue kind : kinds) {
    const IssueLoopOrReason found = issue_loop(kind);
    EXPECT_FALSE(found.loop && !found.reason.empty());
    if (found.loop) {
      EXPECT_GT(found.loop->per_turn, 0);
      EXPECT_GT(found.loop->lanes, 0);
    }
  }
}

// Its registers are all declared: what the compiler keeps in others, or in the buffer's neighbourhood, survives.
TEST(IssueLoop, TouchesNothingButItsBuffer) {
  struct alignas(issue_buffer_bytes) Memory {
    unsigned char before[issue_buffer_bytes], buffer[issue_buffer_bytes], after[issue_buffer_bytes];
  };
  static Memory memory;
  std::memset(&memory, 0x5a, sizeof memory);
  double kept[16];
  for (int i = 0; i < 16; ++i) kept[i] = i + 0.5;
  for (Issue kind : kinds)
    if (const auto loop = issue_loop(kind).loop) loop->run(3, memory.buffer);
  for (size_t i = 0; i < issue_buffer_bytes; ++i) {
    ASSERT_EQ(memory.before[i], 0x5a) << i;
    ASSERT_EQ(memory.after[i], 0x5a) << i;
  }
  for (int i = 0; i < 16; ++i) EXPECT_EQ(kept[i], i + 0.5);
}

// What is not there has no rate that could be unknown: a product of such elements runs on another unit.
TEST(IssueLoop, OfAnInstructionThatIsNotThereIsNeitherALoopNorUnknown) {
  if (!issue_loop(Issue::load).loop) GTEST_SKIP() << issue_loop(Issue::load).reason;
  for (Issue kind : kinds) {
    const IssueLoopOrReason found = issue_loop(kind);
    EXPECT_TRUE(found.loop || found.reason.empty()) << found.reason;
  }
}

TEST(IssueRate, IsNeverTakenWithoutHavingBeenMeasured) {
  const auto loop = issue_loop(Issue::load).loop;
  if (!loop) GTEST_SKIP() << issue_loop(Issue::load).reason;
  IssueProbe probe(*loop, calibrate_clock);
  EXPECT_FALSE(probe.rate().taken);
  probe.round();
  const IssueRate rate = probe.rate();
  EXPECT_NE(rate.taken.has_value(), !rate.unknown.empty());
  EXPECT_EQ(nearest_port_count(rate.measured), rate.taken);
}

// As on a machine whose hyper-threads a neighbour uses for a while: half of the ports, or less.
TEST(IssueRate, IsTheLargestThatAnotherTryConfirms) {
  const auto taken = [](std::vector<double> readings) { return issue_rate_of(std::move(readings)).taken; };
  EXPECT_EQ(taken({0.95, 0.96, 0.95, 1.4, 1.97, 0.95, 1.98, 0.7}), 2);
  EXPECT_EQ(taken({1.98, 1.97, 1.98, 3.0}), 2);  // once more than there is: the clock was misread
  EXPECT_DOUBLE_EQ(issue_rate_of({1.98, 1.97, 3.0}).measured, 1.98);
  EXPECT_EQ(taken({0.95, 0.96}), 1);  // nothing tells that it was disturbed all the time
}

TEST(IssueRate, IsUnknownWhereTriesTellNothing) {
  EXPECT_EQ(issue_rate_of({}).unknown, "the core clock never stood still while the issue rate was probed");
  EXPECT_EQ(issue_rate_of({1.9}).unknown, "no two tries agreed: they read 1.90 to 1.90 issues per cycle");
  EXPECT_EQ(issue_rate_of({0.9, 1.2, 1.9}).unknown, "no two tries agreed: they read 0.90 to 1.90 issues per cycle");
  EXPECT_EQ(issue_rate_of({1.5, 1.5, 1.0, 1.0}).unknown,
            "1.50 issues per cycle were probed, which no number of ports explains");
  EXPECT_FALSE(issue_rate_of({1.5, 1.5, 1.0, 1.0}).taken);
}

}  // namespace
}  // namespace gpupeak::host
