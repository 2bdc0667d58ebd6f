// Processors' names without what every maker adds.
#include "device/host/cpu_name.h"

#include <gtest/gtest.h>

namespace gpupeak::host {
namespace {

TEST(CpuName, LosesTrademarksAndTheNominalClock) {
  EXPECT_EQ(cpu_name("Intel(R) Xeon(R) Platinum 8481C CPU @ 2.70GHz", {"fma"}), "Intel Xeon Platinum 8481C");
  EXPECT_EQ(cpu_name("AMD EPYC 7763 64-Core Processor", {}), "AMD EPYC 7763 64-Core Processor");
}

TEST(CpuName, AddsTheStrongestFeatureWhereTheModelIsHidden) {
  EXPECT_EQ(cpu_name("Intel(R) Xeon(R) Processor", {"fma", "avx512f"}), "Intel Xeon Processor with avx512f");
  EXPECT_EQ(cpu_name("Intel(R) Xeon(R) CPU @ 2.20GHz", {"fma"}), "Intel Xeon with fma");
}

TEST(CpuName, IsNeverEmpty) {
  EXPECT_EQ(cpu_name("", {}), "unknown processor");
  EXPECT_EQ(cpu_name("  @ 3 GHz", {"asimd"}), "unknown processor with asimd");
}

}  // namespace
}  // namespace gpupeak::host
