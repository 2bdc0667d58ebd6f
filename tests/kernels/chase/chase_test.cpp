#include "kernels/chase/chase.h"

#include <gtest/gtest.h>

#include <set>

#include "tests/support/fake_device.h"

namespace gpupeak::chase {
namespace {

using gpupeak::testing::FakeDevice;

Address after(Address at) { return *reinterpret_cast<const Address*>(at); }
Address walk(Address at, int64_t hops) {
  for (; hops > 0; --hops) at = after(at);
  return at;
}
Address first_line(const Operands& o) { return reinterpret_cast<Address>(o.lines); }

TEST(Chase, IsOneCycleThroughEveryLine) {
  for (const int64_t lines : {1, 2, 3, 7, 33, 127, 129, 5000}) {
    FakeDevice device;
    Data data(device, {lines, lines}, 3);
    data.reset(0);
    const Operands o = data.operands(0);
    std::set<Address> seen;
    Address at = *o.start;
    for (int64_t hop = 0; hop < lines; ++hop, at = after(at)) {
      ASSERT_EQ((at - first_line(o)) % line_bytes, 0u);
      ASSERT_LT((at - first_line(o)) / line_bytes, static_cast<Address>(lines));
      seen.insert(at);
    }
    EXPECT_EQ(static_cast<int64_t>(seen.size()), lines);
    EXPECT_EQ(at, *o.start);
  }
}

TEST(Chase, RoundsDrawNewCycles) {
  FakeDevice device;
  Data data(device, {1000, 10}, 3);
  data.reset(0);
  const Address first = first_line(data.operands(0)), before = walk(first, 10);
  data.reset(1);
  EXPECT_NE(walk(first, 10), before);
}

TEST(Chase, StretchesFollowEachOtherAndCoverTheCycle) {
  FakeDevice device;
  const Problem problem{1000, 300};
  ASSERT_EQ(stretches(problem), 4);
  Data data(device, problem, 3);
  data.reset(0);
  for (int64_t s = 0; s + 1 < 4; ++s) EXPECT_EQ(walk(*data.operands(s).start, 300), *data.operands(s + 1).start);
}

TEST(Chase, ALongCycleIsWalkedInNoMoreStretchesThanAreWanted) {
  const Problem problem{.lines = 100000, .hops = 300, .most_stretches = 5};
  EXPECT_EQ(stretches(problem), 5);
  EXPECT_EQ(stretches({.lines = 600, .hops = 300, .most_stretches = 5}), 2);
  EXPECT_EQ(stretches({.lines = 600, .hops = 300, .most_stretches = 0}), 1);
  FakeDevice device;
  Data data(device, problem, 3);
  data.reset(0);
  std::set<Address> met;
  for (int64_t s = 0; s < 5; ++s) {
    const Operands o = data.operands(s);
    Address at = *o.start;
    for (int64_t hop = 0; hop < problem.hops; ++hop, at = after(at)) EXPECT_TRUE(met.insert(at).second);
    *o.end = at;
  }
  EXPECT_GT(*met.rbegin() - *met.begin(), 90000u * line_bytes);  // all over the buffer
  EXPECT_TRUE(data.check().ok);
}

TEST(Chase, AShortCycleIsWalkedManyTimesByOneLaunch) {
  EXPECT_EQ(stretches({10, 1000}), 1);
  FakeDevice device;
  Data data(device, {10, 1000003}, 3);
  data.reset(0);
  const Operands o = data.operands(0);
  *o.end = walk(*o.start, 1000003);
  EXPECT_TRUE(data.check().ok);
}

TEST(Chase, OneHopTooFewOrTooManyIsSeen) {
  FakeDevice device;
  const Problem problem{1000, 300};
  Data data(device, problem, 3);
  for (const int64_t wrong : {-1, 1}) {
    data.reset(0);
    for (int64_t s = 0; s < 4; ++s) *data.operands(s).end = walk(*data.operands(s).start, 300);
    ASSERT_TRUE(data.check().ok);
    *data.operands(2).end = walk(*data.operands(2).start, 300 + wrong);
    EXPECT_FALSE(data.check().ok);
    EXPECT_NE(data.check().where.find("stretch 2"), std::string::npos);
  }
}

TEST(Chase, AnEndOutsideTheBufferIsSeenAndNamed) {
  FakeDevice device;
  Data data(device, {1000, 1000}, 3);
  data.reset(0);
  const Operands o = data.operands(0);
  for (const Address wrong :
       {Address{0}, ~Address{0}, first_line(o) - 8, first_line(o) + (Address{2} << 20), *o.start + 1}) {
    *o.end = wrong;
    EXPECT_NE(data.check().where.find("the end of stretch 0 is 0x"), std::string::npos) << data.check().where;
    EXPECT_FALSE(data.check().ok);
  }
  *o.end = *o.start;
  EXPECT_TRUE(data.check().ok) << data.check().where;
}

// A load that went astray must not end the process that looks at it, nor a GPU's context.
TEST(Chase, ElementsWhereNoHopLeadsLeadToThemselves) {
  FakeDevice device;
  Data data(device, {100, 100}, 3);
  data.reset(0);
  const Address first = first_line(data.operands(0));
  for (const Address element : {1, 7, 99 * 8 + 1, 100 * 8, 100 * 8 + 1, (2 << 20) / 8 - 1})
    EXPECT_EQ(after(first + 8 * element), first + 8 * element) << element;
}

TEST(Chase, AStretchThatWasNotWalkedIsSeen) {
  FakeDevice device;
  Data data(device, {1000, 300}, 3);
  data.reset(0);
  for (int64_t s = 0; s < 3; ++s) *data.operands(s).end = walk(*data.operands(s).start, 300);
  EXPECT_FALSE(data.check().ok);
}

TEST(Chase, WorkIsItsSteps) {
  const Work w = work({1000, 300});
  EXPECT_EQ(w.steps, 300);
  EXPECT_EQ(w.units, 1);
  EXPECT_EQ(w.working_set.value, 64000);
  EXPECT_TRUE(w.amounts.empty());
}

}  // namespace
}  // namespace gpupeak::chase
