#include "peaks/pcie.h"

#include <gtest/gtest.h>

namespace gpupeak {
namespace {

TEST(PcieRate, IsThatOfItsLanesAndGeneration) {
  EXPECT_NEAR(rate_of({3, 16})->value, 15.754e9, 1e6);
  EXPECT_NEAR(rate_of({4, 16})->value, 31.508e9, 1e6);
  EXPECT_NEAR(rate_of({5, 16})->value, 63.015e9, 1e6);
  EXPECT_EQ(rate_of({1, 1})->value, 250e6);
  EXPECT_EQ(*rate_of({5, 8}) * 2, *rate_of({5, 16}));
}

TEST(PcieRate, IsThePeakOfBothWays) {
  Peak peak;
  add_link(PcieLink{5, 16}, peak);
  EXPECT_EQ(peak.rates.at(Resource::link_to_device).per_second, rate_of({5, 16})->value);
  EXPECT_EQ(peak.rates.at(Resource::link_to_host).derivation, "PCIe generation 5, 16 lanes of 3.94 GB/s each way");
  EXPECT_TRUE(peak.unknown.empty());
}

TEST(PcieRate, ThatIsNotKnownSaysWhy) {
  Peak peak;
  add_link(Seen<PcieLink>::none("no driver"), peak);
  EXPECT_TRUE(peak.rates.empty());
  EXPECT_EQ(peak.unknown.at(Resource::link_to_host),
            "NVML does not tell the PCIe link (no driver); give a figure with --peak link_to_host=25GB/s");
}

TEST(PcieRate, OfAGenerationNobodyKnowsIsUnknown) {
  EXPECT_FALSE(rate_of({0, 16}));
  EXPECT_FALSE(rate_of({7, 16}));
  EXPECT_FALSE(rate_of({4, 0}));
}

}  // namespace
}  // namespace gpupeak
