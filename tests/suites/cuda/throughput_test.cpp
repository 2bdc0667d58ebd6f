// Suite `throughput` over the rungs of a GPU, by what its compute capability has.
#include <gtest/gtest.h>

#include <algorithm>

#include "kernels/families.h"
#include "method/suite.h"

namespace gpupeak {

extern const Suite throughput_suite;

namespace {

DeviceInfo gpu_of(const char* capability) {
  DeviceInfo info;
  info.backend = "cuda";
  info.name = "Some GPU";
  info.units = 4;
  info.unit_name = "SM";
  info.features = {capability};
  return info;
}

std::vector<std::string> defaults(const DeviceInfo& info, std::string_view name) {
  for (const Axis& axis : throughput_suite.axes(info, kernels::cuda_kernels()))
    if (axis.name == name) return axis.values;
  return {};
}

TEST(ThroughputOnGpu, MeasuresEveryUnitThatTheGpuHas) {
  EXPECT_EQ(defaults(gpu_of("sm_90"), "rung"),
            (std::vector<std::string>{"threads", "pairs", "dp4a", "mma_sync", "mma_sync_f16_sums", "wgmma"}));
  EXPECT_EQ(defaults(gpu_of("sm_75"), "rung"),
            (std::vector<std::string>{"threads", "pairs", "dp4a", "mma_sync", "mma_sync_f16_sums"}));
}

TEST(ThroughputOnGpu, ReadsTwoAndThreeRegistersPerMultiplyAdd) {
  EXPECT_EQ(defaults(gpu_of("sm_90"), "pattern"), (std::vector<std::string>{"three_sources", "two_sources"}));
}

TEST(ThroughputOnGpu, HasARungForEveryType) {
  for (const DTypeRow& dtype : dtypes) {
    const std::vector<std::string> rungs = defaults(gpu_of("sm_90"), "rung");
    EXPECT_TRUE(std::ranges::any_of(rungs, [&](const std::string& rung) {
      const Case id(
          "throughput",
          {{"dtype", std::string(dtype.name)}, {"cores", "all"}, {"pattern", "three_sources"}, {"rung", rung}});
      return throughput_suite.applies(id, kernels::cuda_kernels());
    })) << dtype.name;
  }
}

TEST(ThroughputOnGpu, AMatrixUnitReadsNoTwoSources) {
  const Case id("throughput", {{"dtype", "bf16"}, {"cores", "all"}, {"pattern", "two_sources"}, {"rung", "mma_sync"}});
  EXPECT_FALSE(throughput_suite.applies(id, kernels::cuda_kernels()));
}

}  // namespace
}  // namespace gpupeak
