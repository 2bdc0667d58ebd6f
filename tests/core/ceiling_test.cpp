#include "core/ceiling.h"

#include <gtest/gtest.h>

#include "tests/support/fake_device.h"

namespace gpupeak {
namespace {

const DeviceInfo device = testing::fake_device_info();

TEST(Ceiling, IsTheLongestOfTheTerms) {
  Work work;
  work.add(Resource::fp32, FlopCount(64e9));
  work.add(Resource::l1_read, Bytes(512e9));
  const auto result = ceiling(work, device);
  ASSERT_TRUE(result);
  EXPECT_EQ(result->time, Seconds(2));
  EXPECT_EQ(result->bound_by, Resource::l1_read);
  EXPECT_TRUE(result->unknown.empty());
}

TEST(Ceiling, GivesOneUnitItsShare) {
  Work work;
  work.add(Resource::fp32, FlopCount(64e9));
  work.units = 1;
  EXPECT_EQ(ceiling(work, device)->time, Seconds(2));
}

TEST(Ceiling, FollowsTheClockSeen) {
  Work work;
  work.add(Resource::fp32, FlopCount(64e9));
  EXPECT_EQ(ceiling(work, device, Hertz(0.5e9))->time, Seconds(2));
}

TEST(Ceiling, ARateWithoutAClockDoesNotFollowIt) {
  DeviceInfo configured = device;
  configured.peak.rates[Resource::dram] = Rate{10e9, std::nullopt, Scope::shared, Source::configured, "--peak"};
  Work work;
  work.add(Resource::dram, Bytes(10e9));
  work.units = 1;
  EXPECT_EQ(ceiling(work, configured, Hertz(0.5e9))->time, Seconds(1));
}

TEST(Ceiling, NamesTheTermsItCouldNotUse) {
  Work work;
  work.add(Resource::fp32, FlopCount(64e9));
  work.add(Resource::dram, Bytes(1));
  const auto result = ceiling(work, device);
  ASSERT_TRUE(result);
  EXPECT_EQ(result->unknown, std::vector<Resource>{Resource::dram});
}

TEST(Ceiling, IsUnknownWhenNoTermIsKnown) {
  Work work;
  work.add(Resource::dram, Bytes(1e9));
  EXPECT_FALSE(ceiling(work, device));
  EXPECT_FALSE(ceiling(Work{}, device));
}

TEST(ChargeMemory, UsesTheSmallestLevelThatHoldsTheWorkingSet) {
  const struct {
    Bytes working_set;
    int units;
    Resource level;
  } rows[] = {
      {kib(64), 0, Resource::l1_read},  // two private caches of 32 KiB
      {kib(64), 1, Resource::l2},       // one core reaches one of them
      {kib(65), 0, Resource::l2},      {mib(8), 0, Resource::l3}, {mib(8.1), 0, Resource::dram},
  };
  for (const auto& row : rows) {
    Work work;
    work.working_set = row.working_set;
    work.units = row.units;
    charge_memory(work, device, Bytes(100), Bytes(0), Cache::hot);
    EXPECT_EQ(work.amounts.begin()->first, row.level) << row.working_set.value;
    EXPECT_EQ(total_bytes(work), Bytes(100));
  }
}

TEST(ChargeMemory, ColdIsAlwaysMainMemory) {
  Work work;
  work.working_set = kib(1);
  charge_memory(work, device, Bytes(60), Bytes(40), Cache::cold);
  EXPECT_EQ(work.amounts, (std::map<Resource, double>{{Resource::dram, 100}}));
}

}  // namespace
}  // namespace gpupeak
