#include "device/opening.h"

#include <gtest/gtest.h>

#include "tests/support/fake_device.h"

namespace gpupeak {
namespace {

TEST(Opening, PutsTheUsersFiguresInThePlaceOfThoseFound) {
  const DeviceInfo info =
      described(testing::fake_device_info(), {.overrides = {{Resource::fp32, 1e9, "fp32=1GFLOP/s"}}});
  EXPECT_EQ(info.peak.rates.at(Resource::fp32).source, Source::configured);
  EXPECT_EQ(info.peak.rates.at(Resource::fp64).source,
            testing::fake_device_info().peak.rates.at(Resource::fp64).source);
}

TEST(Opening, AsBeforeIsTheDescriptionOfThenAsAWhole) {
  DeviceInfo before = testing::fake_device_info();
  before.peak.rates[Resource::fp32].per_second = 7e9;
  before.notes = {said("as it was")};
  const DeviceInfo info = described(testing::fake_device_info(), {.as_before = before});
  EXPECT_EQ(info.peak.rates.at(Resource::fp32).per_second, 7e9);
  EXPECT_EQ(info.notes, before.notes);
}

TEST(Opening, AsBeforeIsLaidOutForTheDeviceAsItIs) {
  DeviceInfo found = testing::fake_device_info();
  found.line = Bytes(32);
  found.longest_launch = Seconds(2);
  found.caches.front().avoidable = true;
  found.caches.front().exceeded_by = 8;
  const DeviceInfo info = described(found, {.as_before = testing::fake_device_info()});
  EXPECT_EQ(info.line, Bytes(32));
  EXPECT_EQ(info.longest_launch, Seconds(2));
  EXPECT_TRUE(info.caches.front().avoidable);
  EXPECT_EQ(info.caches.front().exceeded_by, 8);
}

}  // namespace
}  // namespace gpupeak
