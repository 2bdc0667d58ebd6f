#include "kernels/common/fastest_unit.h"

#include <gtest/gtest.h>

namespace gpupeak {
namespace {

Peak peak_of(std::initializer_list<Resource> rated, std::initializer_list<Resource> unknown = {}) {
  Peak peak;
  for (const Resource resource : rated) peak.rates[resource].per_second = 1e12;
  for (const Resource resource : unknown) peak.unknown[resource] = "disturbed";
  return peak;
}

TEST(FastestUnit, IsTheBestThatIsThere) {
  EXPECT_EQ(fastest_unit(DType::bf16, peak_of({Resource::fp32})), Resource::fp32);
  EXPECT_EQ(fastest_unit(DType::bf16, peak_of({Resource::fp32, Resource::bf16})), Resource::bf16);
  EXPECT_EQ(fastest_unit(DType::bf16, peak_of({Resource::fp32, Resource::bf16, Resource::bf16_tensor})),
            Resource::bf16_tensor);
  EXPECT_EQ(fastest_unit(DType::f64, peak_of({Resource::fp64})), Resource::fp64);
  EXPECT_EQ(fastest_unit(DType::f64, peak_of({Resource::fp64, Resource::fp64_tensor})), Resource::fp64_tensor);
  EXPECT_EQ(fastest_unit(DType::i8, peak_of({Resource::int8})), Resource::int8);
}

// Held against the next one, a right result would be called faster than the device.
TEST(FastestUnit, IsAlsoOneWhoseRateIsNotKnown) {
  EXPECT_EQ(fastest_unit(DType::bf16, peak_of({Resource::fp32, Resource::bf16}, {Resource::bf16_tensor})),
            Resource::bf16_tensor);
  EXPECT_EQ(fastest_unit(DType::i8, peak_of({Resource::int8}, {Resource::int8_tensor})), Resource::int8_tensor);
}

TEST(FastestUnit, IsNotASlowerOneOfUnknownRate) {
  EXPECT_EQ(fastest_unit(DType::bf16, peak_of({Resource::bf16_tensor}, {Resource::bf16})), Resource::bf16_tensor);
}

// As of a device that was opened for a listing.
TEST(FastestUnit, OfNothingIsTheOneThatAllDevicesHave) {
  EXPECT_EQ(fastest_unit(DType::bf16, {}), Resource::fp32);
  EXPECT_EQ(fastest_unit(DType::f32, {}), Resource::fp32);
}

}  // namespace
}  // namespace gpupeak
