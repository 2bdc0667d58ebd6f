#include "kernels/atomics/atomics.h"

#include <gtest/gtest.h>

#include <set>

#include "tests/support/fake_device.h"

namespace gpupeak::atomics {
namespace {

using gpupeak::testing::FakeDevice;

constexpr Shape of_blocks{.threads = 64, .warp = 32, .apart = false}, of_blocks_apart{64, 32, true};

std::set<int64_t> counters(const Problem& problem) {
  std::set<int64_t> met;
  for (int unit = 0; unit < problem.units; ++unit)
    for (int thread = 0; thread < problem.shape.threads; ++thread) met.insert(layout(problem).counter(unit, thread));
  return met;
}

TEST(Atomics, AsManyCountersAsTheNameSays) {
  const auto with = [](Sharing sharing, Shape shape) { return Problem{sharing, Number::i32, 3, 1, shape}; };
  EXPECT_EQ(counters(with(Sharing::one, of_blocks)).size(), 1u);
  EXPECT_EQ(counters(with(Sharing::block, of_blocks)).size(), 3u);
  EXPECT_EQ(counters(with(Sharing::warp, of_blocks)).size(), 6u);
  EXPECT_EQ(counters(with(Sharing::thread, of_blocks)).size(), 192u);
  EXPECT_EQ(counters(with(Sharing::warp, of_blocks_apart)).size(), 6u);
  EXPECT_EQ(counters(with(Sharing::thread, of_blocks_apart)).size(), 192u);
}

TEST(Atomics, EveryCounterLiesInTheMemoryThatIsThere) {
  for (const SharingRow& sharing : sharings)
    for (const Shape& shape : {Shape{}, of_blocks, of_blocks_apart}) {
      const Problem problem{sharing.id, Number::i32, 3, 1, shape};
      const int64_t last =
          layout(problem).random_bits > 0 ? layout(problem).drawn(2, 0xffffffffu) : *counters(problem).rbegin();
      EXPECT_LT(last, elements(problem)) << sharing.name;
    }
}

TEST(Atomics, CountersOfUnitsAndWarpsShareNoLine) {
  for (const Sharing sharing : {Sharing::block, Sharing::warp}) {
    int64_t before = -32;
    for (const int64_t counter : counters({sharing, Number::i32, 3, 1, of_blocks})) {
      EXPECT_GE(counter - before, 32);
      before = counter;
    }
  }
}

TEST(Atomics, TheTotalsOfEveryLaunchSinceTheResetAreChecked) {
  FakeDevice device;
  Data data(device, {Sharing::one, Number::f32, 2, 5, of_blocks});
  data.reset();
  auto* counter = static_cast<float*>(data.counters());
  const Launch launch = data.counting([=](Queue&) { *counter += 2 * 64 * 5; });
  launch(device.queue());
  launch(device.queue());
  EXPECT_TRUE(data.check().ok) << data.check().where;
  --*counter;
  EXPECT_FALSE(data.check().ok);
  data.reset();
  EXPECT_TRUE(data.check().ok);
  counter[1] = 1;  // an update that went astray
  EXPECT_FALSE(data.check().ok);
}

TEST(Atomics, NoWindowTakesACounterPastWhatIsExact) {
  FakeDevice device;
  const Data f32(device, {Sharing::one, Number::f32, 128, 16, {1024, 32, false}});
  EXPECT_EQ(f32.most_launches(), (int64_t{1} << 24) / (128 * 1024 * 16));
  const Data f64(device, {Sharing::one, Number::f64, 128, 16, {1024, 32, false}});
  EXPECT_EQ(f64.most_launches(), int64_t{1} << 20);
}

TEST(Atomics, OperationsAreTheUpdatesOfAllThreads) {
  EXPECT_EQ(work({Sharing::random, Number::i32, 3, 7, of_blocks}).operations, 3.0 * 64 * 7);
  EXPECT_TRUE(work({Sharing::one, Number::i32, 1, 1, {}}).amounts.empty());
}

}  // namespace
}  // namespace gpupeak::atomics
