#include "core/telemetry.h"

#include <gtest/gtest.h>

namespace gpupeak {
namespace {

TEST(Seen, IsAReadingOrAReason) {
  EXPECT_FALSE(Seen<Watts>());
  EXPECT_EQ(Seen<Watts>().reason, "not looked at");
  EXPECT_TRUE(Seen(Watts(0)));
  EXPECT_NE(Seen(Watts(0)), Seen<Watts>::none("denied"));
}

}  // namespace
}  // namespace gpupeak
