#include "core/ceiling.h"

#include <gtest/gtest.h>

#include "tests/support/fake_device.h"

namespace gpupeak {
namespace {

const DeviceInfo ceiling_device = testing::fake_device_info();

TEST(Ceiling, IsTheLongestOfTheTerms) {
  Work work;
  work.add(Resource::fp32, FlopCount(64e9));
  work.add(Resource::l1_read, Bytes(512e9));
  const auto result = ceiling(work, ceiling_device);
  ASSERT_TRUE(result);
  EXPECT_EQ(result->time, Seconds(2));
  EXPECT_EQ(result->bound_by, Resource::l1_read);
  EXPECT_TRUE(result->unknown.empty());
}

TEST(Ceiling, GivesOneUnitItsShare) {
  Work work;
  work.add(Resource::fp32, FlopCount(64e9));
  work.units = 1;
  EXPECT_EQ(ceiling(work, ceiling_device)->time, Seconds(2));
}

TEST(Ceiling, FollowsTheClockSeen) {
  Work work;
  work.add(Resource::fp32, FlopCount(64e9));
  EXPECT_EQ(ceiling(work, ceiling_device, Hertz(0.5e9))->time, Seconds(2));
}

TEST(Ceiling, ARateWithoutAClockDoesNotFollowIt) {
  DeviceInfo configured = ceiling_device;
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
  const auto result = ceiling(work, ceiling_device);
  ASSERT_TRUE(result);
  EXPECT_EQ(result->unknown, std::vector<Resource>{Resource::dram});
}

TEST(Ceiling, IsUnknownWhenNoTermIsKnown) {
  Work work;
  work.add(Resource::dram, Bytes(1e9));
  EXPECT_FALSE(ceiling(work, ceiling_device));
  EXPECT_FALSE(ceiling(Work{}, ceiling_device));
}

}  // namespace
}  // namespace gpupeak
