#include <gtest/gtest.h>

#include <algorithm>

#include "kernels/stream/stream.h"
#include "method/suite.h"
#include "tests/suites/support.h"

namespace gpupeak {

extern const Suite memory_suite;

namespace {

using testing::contains;
using testing::FakeDevice;
using testing::skip_of;
using testing::target;
using testing::trial_of;
using testing::wide_device;

Case memory_case(const std::string& op, const std::string& size, const std::string& cores, const std::string& rung) {
  return Case("memory", {{"op", op}, {"size", size}, {"cores", cores}, {"rung", rung}});
}

TEST(Memory, FarMemoryIsAQuestionOfMainMemoryAndOfMachinesThatHaveSome) {
  const auto applies = [](const Case& id) { return memory_suite.applies(id, kernels::host_kernels()); };
  EXPECT_TRUE(applies(memory_case("triad", "dram", "all", "far_node")));
  EXPECT_TRUE(applies(memory_case("chase", "dram", "one", "far_node")));
  EXPECT_FALSE(applies(memory_case("triad", "l2", "all", "far_node")));
  EXPECT_FALSE(applies(memory_case("chase", "dram", "all", "far_node")));
  EXPECT_FALSE(applies(memory_case("gather", "dram", "one", "far_node")));
}

TEST(Memory, LatencyIsOneCoresAndOnlyItsOwnRungs) {
  EXPECT_TRUE(memory_suite.applies(memory_case("chase", "l2", "one", "pointer_chase"), kernels::host_kernels()));
  EXPECT_TRUE(memory_suite.applies(memory_case("chase", "l2", "1", "pointer_chase"), kernels::host_kernels()));
  EXPECT_FALSE(memory_suite.applies(memory_case("chase", "l2", "all", "pointer_chase"), kernels::host_kernels()));
  EXPECT_FALSE(memory_suite.applies(memory_case("chase", "l2", "one", "plain"), kernels::host_kernels()));
  EXPECT_FALSE(memory_suite.applies(memory_case("triad", "l2", "one", "pointer_chase"), kernels::host_kernels()));
}

TEST(Memory, StreamingStoresAreForStoresBeyondTheCaches) {
  EXPECT_TRUE(memory_suite.applies(memory_case("triad", "dram", "all", "streaming"), kernels::host_kernels()));
  EXPECT_TRUE(memory_suite.applies(memory_case("write", "64MiB", "all", "streaming"), kernels::host_kernels()));
  EXPECT_FALSE(memory_suite.applies(memory_case("copy", "l2", "all", "streaming"), kernels::host_kernels()));
  EXPECT_FALSE(memory_suite.applies(memory_case("read", "dram", "all", "streaming"), kernels::host_kernels()));
  EXPECT_TRUE(memory_suite.applies(memory_case("read", "dram", "all", "plain"), kernels::host_kernels()));
}

TEST(Memory, PrefetchingIsForLoadsAndOnlyWhenAskedFor) {
  EXPECT_TRUE(memory_suite.applies(memory_case("read", "l2", "all", "prefetched"), kernels::host_kernels()));
  EXPECT_FALSE(memory_suite.applies(memory_case("write", "dram", "all", "prefetched"), kernels::host_kernels()));
  EXPECT_FALSE(memory_suite.applies(memory_case("init", "dram", "all", "prefetched"), kernels::host_kernels()));
  for (const Axis& axis : memory_suite.axes(wide_device(), kernels::host_kernels())) {
    if (axis.name != "rung") continue;
    EXPECT_EQ(std::count(axis.values.begin(), axis.values.end(), "prefetched"), 0);
    EXPECT_EQ(std::count(axis.words.begin(), axis.words.end(), "prefetched"), 1);
  }
}

TEST(Memory, ASmallChaseCountsTheHugePageItLiesIn) {
  FakeDevice device(wide_device());
  device.free = mib(1);
  EXPECT_TRUE(contains(skip_of(memory_suite, target(device), memory_case("chase", "16KiB", "one", "pointer_chase")),
                       "needs 2"));
}

TEST(Memory, StridesAndGathersCountWhatTheyUseApartFromTheLinesThatMove) {
  FakeDevice device(wide_device());
  const auto work_of = [&](const char* op, const char* size) {
    return trial_of(memory_suite, target(device), memory_case(op, size, "one", "plain")).work;
  };
  EXPECT_EQ(total_bytes(work_of("stride1", "dram")), work_of("stride1", "dram").used);
  EXPECT_EQ(total_bytes(work_of("stride4", "dram")), 4.0 * work_of("stride4", "dram").used);
  EXPECT_EQ(total_bytes(work_of("stride64", "dram")), 8.0 * work_of("stride64", "dram").used);
  EXPECT_EQ(total_bytes(work_of("stride64", "l1")), work_of("stride64", "l1").used);
  const Work random = work_of("gather", "dram");  // 256 MiB, half of them index; 8 MiB of the array in the last cache
  EXPECT_NEAR(total_bytes(random) / random.used, 1 + 8 * (1 - 8.0 / 128), 1e-9);
}

TEST(Memory, WhereTheDeviceMovesSectorsAGatherCountsSectors) {
  DeviceInfo info = wide_device();
  info.line = Bytes(32);
  FakeDevice device(info);
  const Work work = trial_of(memory_suite, target(device), memory_case("stride64", "dram", "one", "plain")).work;
  EXPECT_EQ(total_bytes(work), 4.0 * work.used);
}

TEST(Memory, RungsOfGatherAreItsOwn) {
  EXPECT_TRUE(memory_suite.applies(memory_case("stride8", "l2", "all", "plain"), kernels::host_kernels()));
  EXPECT_TRUE(memory_suite.applies(memory_case("gather", "l2", "all", "index_ahead"), kernels::host_kernels()));
  EXPECT_FALSE(memory_suite.applies(memory_case("stride8", "l2", "all", "index_ahead"), kernels::host_kernels()));
  EXPECT_FALSE(memory_suite.applies(memory_case("gather", "dram", "all", "streaming"), kernels::host_kernels()));
  EXPECT_FALSE(memory_suite.applies(memory_case("read", "dram", "all", "index_ahead"), kernels::host_kernels()));
}

constexpr stream::Rung two_blocks{.name = "two_blocks",
                                  .idea = "",
                                  .blocks = 2,
                                  .applies = [](stream::Op) { return true; },
                                  .refuses = nullptr,
                                  .bind = nullptr};
constexpr kernels::Ladder of_blocks[] = {kernels::ladder<&two_blocks>};

TEST(Memory, SeveralBlocksPerUnitAreForAllUnits) {  // where one of two blocks runs, no launch can say
  const kernels::Ladders kernels(of_blocks);
  EXPECT_TRUE(memory_suite.applies(memory_case("copy", "dram", "all", "two_blocks"), kernels));
  EXPECT_FALSE(memory_suite.applies(memory_case("copy", "dram", "one", "two_blocks"), kernels));
}

constexpr stream::Rung waves{.name = "waves",
                             .idea = "",
                             .in_memory_only = true,
                             .blocks = 16,
                             .applies = [](stream::Op) { return true; },
                             .refuses = nullptr,
                             .bind = nullptr};
constexpr kernels::Ladder of_waves[] = {kernels::ladder<&waves>};

TEST(Memory, WavesOfBlocksAreForArraysInMemory) {  // in a cache their parts would be too short
  const kernels::Ladders kernels(of_waves);
  EXPECT_TRUE(memory_suite.applies(memory_case("copy", "dram", "all", "waves"), kernels));
  EXPECT_TRUE(memory_suite.applies(memory_case("read", "1GiB", "all", "waves"), kernels));
  EXPECT_FALSE(memory_suite.applies(memory_case("copy", "l2", "all", "waves"), kernels));
  EXPECT_FALSE(memory_suite.applies(memory_case("copy", "dram", "one", "waves"), kernels));
}

TEST(Memory, SizesAreTheDevicesLevels) {
  DeviceInfo info = wide_device();
  info.caches.pop_back();
  for (const Axis& axis : memory_suite.axes(info, kernels::host_kernels())) {
    if (axis.name == "size") {
      EXPECT_EQ(axis.values, (std::vector<std::string>{"l1", "l2", "dram"}));
    }
  }
}

Bytes size_of(Device& device, const std::string& level, const std::string& cores) {
  return trial_of(memory_suite, target(device), memory_case("copy", level, cores, "plain")).work.working_set;
}

TEST(Memory, AWorkingSetFillsHalfOfThePrivateCachesOfTheCoresAtWork) {
  FakeDevice device(wide_device());
  EXPECT_EQ(size_of(device, "l1", "one"), kib(16));
  EXPECT_EQ(size_of(device, "l1", "all"), kib(32));
  EXPECT_EQ(size_of(device, "l2", "one"), kib(512));
}

TEST(Memory, AWorkingSetOfASharedCacheExceedsWhatThePrivateOnesHold) {
  FakeDevice device(wide_device());
  EXPECT_EQ(size_of(device, "l3", "one"), mib(2));  // a quarter of 8 MiB
  EXPECT_EQ(size_of(device, "l3", "all"), mib(4));  // twice 2 x 1 MiB
}

TEST(Memory, ASharedCacheLessThanTwiceThePrivateOnesIsMeasuredHalfWayBetween) {
  DeviceInfo info = wide_device();
  info.caches[2].size = mib(3.75);  // beside 2 x 1 MiB, as the L2 of a GPU beside the L1 of all its SMs
  FakeDevice device(info);
  EXPECT_EQ(size_of(device, "l3", "all"), mib(2.875));
}

TEST(Memory, ASharedCacheNoLargerThanThePrivateOnesIsSkipped) {
  DeviceInfo info = wide_device();
  info.caches[2].size = mib(3);
  FakeDevice device(info);
  const std::string reason = skip_of(memory_suite, target(device), memory_case("copy", "l3", "all", "plain"));
  EXPECT_TRUE(contains(reason, "l3 (3 MiB) is too small beside")) << reason;
}

TEST(Memory, ALevelThatIsNotThereIsSkippedWithThoseThatAre) {
  FakeDevice device(wide_device());
  const std::string reason = skip_of(memory_suite, target(device), memory_case("copy", "l4", "all", "plain"));
  EXPECT_TRUE(contains(reason, "l1,l2,l3,dram")) << reason;
}

TEST(Memory, EveryLevelIsChargedToItself) {
  FakeDevice device(wide_device());
  const auto charged = [&](const char* level, Resource resource) {
    const Trial trial = trial_of(memory_suite, target(device), memory_case("read", level, "all", "plain"));
    return trial.work.amounts.size() == 1 && trial.work.amounts.contains(resource);
  };
  EXPECT_TRUE(charged("l1", Resource::l1_read));
  EXPECT_TRUE(charged("l2", Resource::l2));
  EXPECT_TRUE(charged("l3", Resource::l3));
  EXPECT_TRUE(charged("dram", Resource::dram));
}

TEST(Memory, DramExceedsThreeLastLevelCaches) {
  DeviceInfo info = wide_device();
  info.caches[2].size = mib(100);
  FakeDevice device(info);
  const Trial trial = trial_of(memory_suite, target(device), memory_case("copy", "dram", "all", "plain"));
  EXPECT_NEAR(trial.work.working_set.value, mib(300).value, 64);
  EXPECT_TRUE(trial.notes.empty());
}

TEST(Memory, DramExceedsACacheThatKeepsOldLinesByMore) {
  DeviceInfo info = wide_device();
  info.caches[2].size = mib(34);
  info.caches[2].exceeded_by = 8;
  FakeDevice device(info);
  EXPECT_NEAR(size_of(device, "dram", "all").value, mib(8 * 34).value, 64);
}

TEST(Memory, DramThatTheCapCutsShortIsLabelled) {
  DeviceInfo info = wide_device();
  info.caches[2].size = mib(100);
  FakeDevice device(info);
  const Trial trial =
      trial_of(memory_suite, target(device, Cache::hot, mib(64)), memory_case("copy", "dram", "all", "plain"));
  EXPECT_EQ(trial.work.working_set, mib(64));
  ASSERT_EQ(trial.notes.size(), 1u);
  EXPECT_EQ(trial.notes[0].kind, NoteKind::llc_not_exceeded) << text(trial.notes[0]);
}

TEST(Memory, DramTakesNoMoreThanAQuarterOfFreeMemory) {
  FakeDevice device(wide_device());
  device.free = mib(100);
  EXPECT_EQ(size_of(device, "dram", "all"), mib(25));
}

TEST(Memory, SmallArraysAreWalkedManyTimesPerLaunch) {
  FakeDevice device(wide_device());
  const Trial l1 = trial_of(memory_suite, target(device), memory_case("copy", "l1", "one", "plain"));
  EXPECT_GE(total_bytes(l1.work), mib(32));
  const Trial dram = trial_of(memory_suite, target(device), memory_case("copy", "dram", "one", "plain"));
  EXPECT_EQ(total_bytes(dram.work), dram.work.working_set);
}

TEST(Memory, ColdCasesRotateSetsAndMeetEachOnce) {
  FakeDevice device(wide_device());
  const Trial trial = trial_of(memory_suite, target(device, Cache::cold), memory_case("copy", "1MiB", "all", "plain"));
  EXPECT_EQ(trial.launches.size(), 24u);  // 3 x 8 MiB
  EXPECT_EQ(trial.work.amounts.at(Resource::dram), mib(1).value);
  EXPECT_TRUE(trial.notes.empty());
}

TEST(Memory, ALongChaseIsWalkedInStretches) {
  FakeDevice device(wide_device());
  const Trial small = trial_of(memory_suite, target(device), memory_case("chase", "l1", "one", "pointer_chase"));
  EXPECT_EQ(small.launches.size(), 1u);
  EXPECT_EQ(small.work.steps, 65536);
  EXPECT_EQ(small.headline, "latency_s");
  const Trial large = trial_of(memory_suite, target(device), memory_case("chase", "16MiB", "one", "pointer_chase"));
  EXPECT_EQ(large.launches.size(), 4u);  // 2^18 lines by 2^16 hops
  const Trial huge = trial_of(memory_suite, target(device), memory_case("chase", "64MiB", "one", "pointer_chase"));
  EXPECT_EQ(huge.launches.size(), 6u);  // three times 8 MiB of cache by 4 MiB
}

TEST(Memory, OnlyWhatOperandsCanBeInHasACache) {
  for (const auto& [op, has] :
       {std::pair("triad", true), std::pair("gather", true), std::pair("chase", false), std::pair("touch", false)})
    EXPECT_EQ(memory_suite.has_cache(memory_case(op, "l1", "one", "plain")), has) << op;
}

TEST(Memory, SizesThatHoldNothingAreSkipped) {
  FakeDevice device(wide_device());
  EXPECT_TRUE(contains(skip_of(memory_suite, target(device), memory_case("triad", "23", "one", "plain")),
                       "less than one element"));
  EXPECT_TRUE(contains(skip_of(memory_suite, target(device), memory_case("chase", "63", "one", "pointer_chase")),
                       "no cache line"));
}

TEST(Memory, SizesBeyondMemoryAreSkippedWithBothFiguresAndARemedy) {
  FakeDevice device(wide_device());
  for (const char* op : {"triad", "chase"}) {
    const std::string rung = op == std::string("chase") ? "pointer_chase" : "plain";
    const std::string reason = skip_of(memory_suite, target(device), memory_case(op, "1024TiB", "one", rung));
    EXPECT_TRUE(contains(reason, "8 GiB free")) << reason;
    EXPECT_TRUE(contains(reason, "--set memory.size=")) << reason;
  }
}

}  // namespace
}  // namespace gpupeak
