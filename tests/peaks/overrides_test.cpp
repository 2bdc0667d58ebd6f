#include "peaks/overrides.h"

#include <gtest/gtest.h>

namespace gpupeak {
namespace {

TEST(PeakOverrides, KeepTheMeaningOfWhatTheyReplace) {
  Peak peak;
  peak.rates[Resource::fp32] = {64e9, Hertz(1e9), Scope::shared, Source::datasheet, "d"};
  override_peaks({{Resource::fp32, 32e9, "fp32=32GFLOP/s"}}, peak);
  const Rate& rate = peak.rates.at(Resource::fp32);
  EXPECT_EQ(rate.per_second, 32e9);
  EXPECT_EQ(rate.rated_clock, Hertz(1e9));
  EXPECT_EQ(rate.scope, Scope::shared);
  EXPECT_EQ(rate.source, Source::configured);
  EXPECT_EQ(rate.derivation, "given as --peak fp32=32GFLOP/s");
}

TEST(PeakOverrides, OfWhatWasUnknownFollowNoClock) {
  Peak peak;
  peak.unknown[Resource::dram] = peak.unknown[Resource::fp32] = "nobody tells";
  override_peaks({{Resource::dram, 5e9, "dram=5GB/s"}, {Resource::fp32, 1e9, "fp32=1GFLOP/s"}}, peak);
  EXPECT_TRUE(peak.unknown.empty());
  EXPECT_EQ(peak.rates.at(Resource::dram).scope, Scope::shared);
  EXPECT_EQ(peak.rates.at(Resource::fp32).scope, Scope::per_unit);
  EXPECT_FALSE(peak.rates.at(Resource::fp32).rated_clock);
}

TEST(PeakOverrides, TheLastOfOneResourceWins) {
  Peak peak;
  override_peaks({{Resource::dram, 5e9, "dram=5GB/s"}, {Resource::dram, 6e9, "dram=6GB/s"}}, peak);
  EXPECT_EQ(peak.rates.at(Resource::dram).per_second, 6e9);
}

}  // namespace
}  // namespace gpupeak
