// Instruction sets of made-up processors, and of this one beside what the kernel says of it.
#include "device/host/cpu_features.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "device/host/small_file.h"

namespace gpupeak::host {
namespace {

constexpr uint64_t sse_and_avx = 0x7, with_zmm = 0xe7, with_tiles = 0x600e7;
constexpr CpuidAnswer every_bit{~0u, ~0u, ~0u, ~0u};

std::vector<std::string> features_with(uint64_t xcr0) {
  return x86_features({[](uint32_t, uint32_t) { return every_bit; }, xcr0});
}

bool contains(const std::vector<std::string>& names, const char* name) {
  return std::ranges::find(names, name) != names.end();
}

TEST(CpuFeatures, AreNoneOnAProcessorWithoutBits) {
  EXPECT_TRUE(x86_features({[](uint32_t, uint32_t) { return CpuidAnswer{}; }, with_tiles}).empty());
}

TEST(CpuFeatures, NeedTheRegisterStateThatTheSystemSaves) {
  EXPECT_FALSE(contains(features_with(0), "avx2"));
  EXPECT_TRUE(contains(features_with(0), "sse4_2"));
  EXPECT_TRUE(contains(features_with(sse_and_avx), "fma"));
  EXPECT_FALSE(contains(features_with(sse_and_avx), "avx512f"));
  EXPECT_TRUE(contains(features_with(with_zmm), "avx512f"));
  EXPECT_FALSE(contains(features_with(with_zmm), "amx_tile"));
  EXPECT_TRUE(contains(features_with(with_tiles), "amx_tile"));
}

TEST(CpuFeatures, ReadEachBitFromItsOwnPlace) {
  const auto only_avx512f = [](uint32_t leaf, uint32_t subleaf) {
    return leaf == 7 && subleaf == 0 ? CpuidAnswer{0, 1u << 16, 0, 0} : CpuidAnswer{};
  };
  EXPECT_EQ(x86_features({only_avx512f, with_tiles}), std::vector<std::string>{"avx512f"});
}

// The kernel applies the same conditions, so its flags are an independent witness.
TEST(CpuFeatures, OfThisProcessorAgreeWithTheKernels) {
  const std::string cpuinfo = read_small_file("/proc/cpuinfo").value_or("");
  const auto flags = value_of(cpuinfo, "flags");
  if (!flags) GTEST_SKIP() << "the kernel shows no x86 flags here";
  const auto words = words_of(*flags);
  for (const std::string& name : features_with(with_tiles))
    EXPECT_EQ(has(name), std::ranges::find(words, name) != words.end()) << name;
}

TEST(CpuFeatures, HaveNoUnknownOnes) { EXPECT_FALSE(has("no_such_instruction")); }

}  // namespace
}  // namespace gpupeak::host
