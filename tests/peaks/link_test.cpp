#include "peaks/link.h"

#include <gtest/gtest.h>

#include "core/pcie.h"

namespace gpupeak {
namespace {

TEST(LinkPeak, IsThatOfThePcieLinkBothWays) {
  Peak peak;
  add_link(PcieLink{5, 16}, peak);
  EXPECT_EQ(peak.rates.at(Resource::link_to_device).per_second, rate_of({5, 16})->value);
  EXPECT_EQ(peak.rates.at(Resource::link_to_host).derivation, "PCIe generation 5, 16 lanes of 3.94 GB/s each way");
  EXPECT_TRUE(peak.unknown.empty());
}

TEST(LinkPeak, ThatIsNotKnownSaysWhy) {
  Peak peak;
  add_link(Seen<PcieLink>::none("NVML: no driver"), peak);
  EXPECT_TRUE(peak.rates.empty());
  EXPECT_EQ(peak.unknown.at(Resource::link_to_host),
            "the PCIe link is not known: NVML: no driver; give a figure with --peak link_to_host=25GB/s");
  add_link(PcieLink{7, 16}, peak);
  EXPECT_EQ(peak.unknown.at(Resource::link_to_host),
            "the PCIe link is not known: no rate of generation 7 with 16 lanes; give a figure with --peak "
            "link_to_host=25GB/s");
}

}  // namespace
}  // namespace gpupeak
