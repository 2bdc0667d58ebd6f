#include "core/units.h"

#include <gtest/gtest.h>

#include <type_traits>

namespace gpupeak {
namespace {

TEST(Units, DivideIntoTheirRates) {
  static_assert(std::is_same_v<decltype(Bytes(1) / Seconds(1)), BytesPerSecond>);
  static_assert(std::is_same_v<decltype(FlopCount(1) / Seconds(1)), FlopsPerSecond>);
  static_assert(std::is_same_v<decltype(Joules(1) / Seconds(1)), Watts>);
  static_assert(std::is_same_v<decltype(1.0 / Seconds(1)), Hertz>);
  static_assert(std::is_same_v<decltype(Seconds(1) / Seconds(2)), double>);
  EXPECT_EQ(Bytes(10) / Seconds(4), BytesPerSecond(2.5));
  EXPECT_EQ(Seconds(2) * Hertz(3), 6.0);
  EXPECT_EQ(kib(1) + Bytes(1), Bytes(1025));
}

}  // namespace
}  // namespace gpupeak
