#include "core/small_float.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace gpupeak {
namespace {

template <class T>
class SmallFloats : public ::testing::Test {};
using SmallFloatTypes = ::testing::Types<Float16, BFloat16>;
TYPED_TEST_SUITE(SmallFloats, SmallFloatTypes);

double decoded(uint16_t bits, auto type) { return static_cast<double>(decltype(type)::of_bits(bits)); }

TYPED_TEST(SmallFloats, EveryPatternSurvivesARoundTrip) {
  for (int bits = 0; bits < 0x10000; ++bits) {
    const double value = decoded(static_cast<uint16_t>(bits), TypeParam{});
    if (std::isnan(value)) continue;
    ASSERT_EQ(TypeParam(value).bits(), bits) << value;
  }
}

// Between two neighbours: below the middle to the lower, above it to the upper, on it to the even one.
TYPED_TEST(SmallFloats, RoundsToNearestAndTiesToEven) {
  for (int bits = 0; bits < 0x7fff; ++bits) {
    const double low = decoded(static_cast<uint16_t>(bits), TypeParam{});
    const double high = decoded(static_cast<uint16_t>(bits + 1), TypeParam{});
    if (!std::isfinite(low) || !std::isfinite(high)) continue;
    const double middle = low + (high - low) / 2;
    const int even = bits % 2 == 0 ? bits : bits + 1;
    ASSERT_EQ(TypeParam(middle).bits(), even) << low;
    ASSERT_EQ(TypeParam(std::nextafter(middle, low)).bits(), bits) << low;
    ASSERT_EQ(TypeParam(std::nextafter(middle, high)).bits(), bits + 1) << low;
    ASSERT_EQ(TypeParam(-middle).bits(), even | 0x8000) << low;
  }
}

TYPED_TEST(SmallFloats, KeepsInfinitiesAndNaN) {
  const double infinity = std::numeric_limits<double>::infinity();
  EXPECT_EQ(static_cast<double>(TypeParam(infinity)), infinity);
  EXPECT_EQ(static_cast<double>(TypeParam(-infinity)), -infinity);
  EXPECT_TRUE(std::isnan(static_cast<double>(TypeParam(std::nan("")))));
  EXPECT_EQ(static_cast<double>(TypeParam(1e300)), infinity);
  EXPECT_EQ(static_cast<double>(TypeParam(1e-300)), 0);
}

TEST(Float16, HasTheLimitsOfBinary16) {
  EXPECT_EQ(static_cast<double>(Float16::of_bits(0x7bff)), 65504);
  EXPECT_EQ(static_cast<double>(Float16::of_bits(1)), 0x1p-24);
  EXPECT_EQ(static_cast<double>(Float16(65519.9)), 65504);
  EXPECT_TRUE(std::isinf(static_cast<double>(Float16(65520))));
}

// OCP 8-bit Floating Point Specification 1.0, table 1.
TEST(E4M3, HasTheLimitsOfItsSpecification) {
  EXPECT_EQ(static_cast<double>(E4M3::of_bits(0x7e)), 448);
  EXPECT_EQ(static_cast<double>(E4M3::of_bits(0x08)), 0x1p-6);  // smallest normal
  EXPECT_EQ(static_cast<double>(E4M3::of_bits(0x01)), 0x1p-9);
  EXPECT_TRUE(std::isnan(static_cast<double>(E4M3::of_bits(0x7f))));
  EXPECT_TRUE(std::isnan(static_cast<double>(E4M3::of_bits(0xff))));
  EXPECT_TRUE(std::isnan(static_cast<double>(E4M3(1e9)))) << "it has no infinities";
  EXPECT_EQ(E4M3(-448).bits(), 0xfe);
}

TEST(E4M3, EveryNumberSurvivesARoundTripAndTheMiddleGoesToTheEvenOne) {
  for (int bits = 0; bits < 0x7e; ++bits) {
    const auto low = static_cast<double>(E4M3::of_bits(static_cast<uint8_t>(bits)));
    const auto high = static_cast<double>(E4M3::of_bits(static_cast<uint8_t>(bits + 1)));
    ASSERT_EQ(E4M3(low).bits(), bits);
    ASSERT_EQ(E4M3((low + high) / 2).bits(), bits % 2 == 0 ? bits : bits + 1) << low;
  }
}

TEST(BFloat16, IsTheUpperHalfOfAFloat) {
  EXPECT_EQ(BFloat16(1).bits(), 0x3f80);
  EXPECT_EQ(static_cast<double>(BFloat16(1 + 0x1p-8)), 1);
  EXPECT_EQ(static_cast<double>(BFloat16(1 + 0x1.8p-8)), 1 + 0x1p-7);
}

}  // namespace
}  // namespace gpupeak
