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

TEST(TrustedEnergy, NeedsTwentyRefreshesInEachStretch) {
  const Seen refresh(Seconds(0.1));
  EXPECT_EQ(trusted_energy(Joules(700), refresh, Seconds(2.5), 1), Seen(Joules(700)));
  EXPECT_EQ(trusted_energy(Joules(700), refresh, Seconds(2.5), 2).reason,
            "a stretch lasted 1.250 s on average, shorter than 20 refreshes of the energy counter (100.0 ms each)");
  EXPECT_FALSE(trusted_energy(Joules(0), refresh, Seconds(0), 0));
}

TEST(TrustedEnergy, IsUnknownForTheReasonOfWhatItNeeds) {
  EXPECT_EQ(trusted_energy(Seen<Joules>::none("denied"), Seconds(0.1), Seconds(9), 1).reason, "denied");
  EXPECT_FALSE(trusted_energy(Joules(1), Seen<Seconds>::none("stood still"), Seconds(9), 1));
}

}  // namespace
}  // namespace gpupeak
