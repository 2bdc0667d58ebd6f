#include "kernels/launch/launch.h"

#include <gtest/gtest.h>

#include "tests/support/fake_device.h"

namespace gpupeak::launch {
namespace {

using gpupeak::testing::FakeDevice;

const Rung once{.name = "once", .idea = "", .chain = 1, .applies = nullptr, .refuses = nullptr, .bind = nullptr};
const Rung thrice{.name = "thrice", .idea = "", .chain = 3, .applies = nullptr, .refuses = nullptr, .bind = nullptr};

void raise(const Operands& operands, int64_t count) {
  for (int64_t i = 0; i < count; ++i) ++operands.counters[i];
}

TEST(Launch, CountersTellHowOftenALaunchRan) {
  FakeDevice device;
  for (const Rung* rung : {&once, &thrice}) {
    const Problem problem{Op::queued, 40000};
    Data data(device, problem, *rung, 5);
    data.reset(0);
    const Launch launch = data.counting([&](Queue&) {
      for (int64_t i = 0; i < rung->chain; ++i) raise(data.operands(), problem.count);
    });
    for (int i = 0; i < 4; ++i) launch(device.queue());
    EXPECT_TRUE(data.check().ok) << data.check().where;
    EXPECT_EQ(data.check().compared, problem.count);
  }
}

TEST(Launch, ALaunchThatWasDroppedOrRanTwiceIsSeen) {
  FakeDevice device;
  for (const int runs : {0, 2}) {
    Data data(device, {Op::queued, 3}, once, 5);
    data.reset(1);
    data.counting([&](Queue&) {
      for (int i = 0; i < runs; ++i) raise(data.operands(), 3);
    })(device.queue());
    EXPECT_FALSE(data.check().ok) << runs;
    EXPECT_NE(data.check().where.find("counter 0"), std::string::npos) << data.check().where;
  }
}

TEST(Launch, ASingleMissedCounterAndAStoreBesideAreSeen) {
  FakeDevice device;
  Data data(device, {Op::queued, 70001}, once, 5);
  data.reset(0);
  data.counting([&](Queue&) { raise(data.operands(), 70001); })(device.queue());
  ASSERT_TRUE(data.check().ok);
  --data.operands().counters[70000];
  EXPECT_NE(data.check().where.find("counter 70000"), std::string::npos);
  ++data.operands().counters[70000];
  ++data.operands().counters[70001];
  EXPECT_NE(data.check().where.find("a store outside"), std::string::npos);
}

TEST(Launch, NothingLaunchedIsNoSuccess) {
  FakeDevice device;
  Data data(device, {Op::round_trip, 1}, once, 5);
  data.reset(0);
  EXPECT_FALSE(data.check().ok);
}

TEST(Launch, WorkIsTheKernelsAndWhatTheyMove) {
  FakeDevice device;
  const Work one = work({Op::queued, 1}, thrice, device.info(), Cache::hot);
  EXPECT_EQ(one.steps, 3);
  EXPECT_TRUE(one.amounts.empty());
  const Work many = work({Op::queued, 1024}, thrice, device.info(), Cache::hot);
  EXPECT_EQ(total_bytes(many).value, 3 * 2 * 8192);
}

}  // namespace
}  // namespace gpupeak::launch
