#include "core/work.h"

#include <gtest/gtest.h>

#include "core/ceiling.h"
#include "tests/support/fake_device.h"

namespace gpupeak {
namespace {

const DeviceInfo work_device = testing::fake_device_info();  // a last level of 8 MiB, shared by both cores

TEST(ChargeMemory, UsesTheSmallestLevelThatHoldsTheWorkingSet) {
  const struct {
    Bytes working_set;
    int units;
    Resource level;
  } rows[] = {
      {kib(64), 0, Resource::l1_read},  // two private caches of 32 KiB
      {kib(64), 1, Resource::l2},       // one core reaches one of them
      {kib(65), 0, Resource::l2},      {mib(8), 0, Resource::l3}, {mib(24), 0, Resource::dram},
  };
  for (const auto& row : rows) {
    Work work;
    work.working_set = row.working_set;
    work.units = row.units;
    charge_memory(work, work_device, Bytes(100), Bytes(0), Cache::hot);
    EXPECT_EQ(work.amounts.begin()->first, row.level) << row.working_set.value;
    EXPECT_EQ(total_bytes(work), Bytes(100));
  }
}

TEST(ChargeMemory, ColdIsAlwaysMainMemory) {
  Work work;
  work.working_set = kib(1);
  charge_memory(work, work_device, Bytes(60), Bytes(40), Cache::cold);
  EXPECT_EQ(work.amounts, (std::map<Resource, double>{{Resource::dram, 100}}));
}

// Of each pass at most 8 MiB can be met in the last level, whichever lines it keeps.
TEST(ChargeMemory, ASetLittleLargerThanTheLastLevelOwesMemoryOnlyWhatExceedsIt) {
  Work work;
  work.working_set = mib(10);
  charge_memory(work, work_device, 3.0 * mib(6), 3.0 * mib(4), Cache::hot);  // three passes
  EXPECT_DOUBLE_EQ(work.amounts.at(Resource::dram), 3 * mib(2).value);
  EXPECT_DOUBLE_EQ(work.amounts.at(Resource::l3), 3 * mib(8).value);
  EXPECT_DOUBLE_EQ(total_bytes(work).value, 3 * mib(10).value);
}

TEST(ChargeMemory, ThreeLastLevelsOweMemoryEverythingThoughRoundedToWholeElements) {
  for (const double size : {24.0, 24 - 3e-6}) {
    Work work;
    work.working_set = mib(size);
    charge_memory(work, work_device, Bytes(100), Bytes(0), Cache::hot);
    EXPECT_EQ(work.amounts, (std::map<Resource, double>{{Resource::dram, 100}})) << size;
  }
}

// 67 MB of a vector by a matrix beside 50 MiB of cache, at 3.35 TB/s: whole, 20 us; what the cache cannot hold, 4.4 us.
TEST(ChargeMemory, KeepsTheCeilingBelowATimeThatHitsInTheCache) {
  DeviceInfo gpu = work_device;
  gpu.caches = {{"l2", mib(50), 1, 2}};
  gpu.peak.rates[Resource::dram] = Rate{3.35e12, std::nullopt, Scope::shared, Source::datasheet, "an H100"};
  Work work;
  work.working_set = Bytes(4.0 * 4096 * 4096 + 2 * 4.0 * 4096);
  charge_memory(work, gpu, work.working_set, Bytes(0), Cache::hot);
  EXPECT_NEAR(ceiling(work, gpu)->time.value, (work.working_set - mib(50)).value / 3.35e12, 1e-12);
}

TEST(ChargeMemory, WithoutAKnownCacheAllOfItIsMemorys) {
  DeviceInfo bare = work_device;
  bare.caches.clear();
  Work work;
  work.working_set = kib(1);
  charge_memory(work, bare, Bytes(60), Bytes(40), Cache::hot);
  EXPECT_EQ(work.amounts, (std::map<Resource, double>{{Resource::dram, 100}}));
}

Work of_bytes(double amount) {
  Work work;
  work.add(Resource::dram, Bytes(amount));
  return work;
}

// What nvbench rounds: 2121759355570.4766 B/s x 0.00025303100966209797 s is 536870912 B but for the last digits.
TEST(SameWork, ForgivesTheRoundingOfARateAndATimeAndNothingElse) {
  EXPECT_TRUE(same_work(of_bytes(536870912), of_bytes(2121759355570.4766 * 0.00025303100966209797)));
  EXPECT_TRUE(same_work(of_bytes(536870912), of_bytes(536870912 * (1 + 1.9e-5))));
  EXPECT_FALSE(same_work(of_bytes(536870912), of_bytes(536870912 * (1 + 3e-5))));
  EXPECT_EQ(work_difference(of_bytes(536870912), of_bytes(268435456)), "536870912 byte of dram / 268435456 byte");
  Work steps = of_bytes(64);
  steps.steps = 7;
  EXPECT_EQ(work_difference(of_bytes(64), steps), "0 dependent accesses / 7");
  EXPECT_TRUE(same_work(of_bytes(64), Work{})) << "what is unknown differs from nothing";
}

}  // namespace
}  // namespace gpupeak
