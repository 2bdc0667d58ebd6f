#include "device/host/library_kernels.h"

#include <gtest/gtest.h>

#include <vector>

namespace gpupeak::host {
namespace {

TEST(LibraryKernels, OfOpenBlasAreKnownByTheNameOfTheCore) {
  EXPECT_EQ(instructions_of_openblas("Prescott"), "sse");
  EXPECT_EQ(instructions_of_openblas("Sandybridge"), "avx");
  EXPECT_EQ(instructions_of_openblas("Zen"), "fma");
  EXPECT_EQ(instructions_of_openblas("SKYLAKEX"), "avx512vl") << "0.3.29 and newer write names in other cases";
  EXPECT_EQ(instructions_of_openblas("neoversen1"), "");
}

TEST(LibraryKernels, OfOneDnnAreKnownByTheBitsOfItsInstructionSet) {
  EXPECT_EQ(instructions_of_onednn(0x1), "sse");        // dnnl_cpu_isa_sse41
  EXPECT_EQ(instructions_of_onednn(0x407), "fma");      // avx2_vnni of 2.x
  EXPECT_EQ(instructions_of_onednn(0x1f), "fma");       // avx2_vnni_2 of 3.x
  EXPECT_EQ(instructions_of_onednn(0xe7), "avx512vl");  // avx512_core_bf16
  EXPECT_EQ(instructions_of_onednn(0), "");
}

TEST(LibraryKernels, AreBelowAProcessorThatHasMore) {
  const std::vector<std::string> old{"sse4_2"}, newer{"sse4_2", "avx", "fma", "avx2"},
      newest{"avx", "fma", "avx2", "avx512f", "avx512vl"};
  EXPECT_EQ(left_unused("sse", newest), "avx512vl");
  EXPECT_EQ(left_unused("fma", newest), "avx512vl");
  EXPECT_EQ(left_unused("avx512vl", newest), "");
  EXPECT_EQ(left_unused("sse", newer), "fma");
  EXPECT_EQ(left_unused("fma", newer), "");
  EXPECT_EQ(left_unused("sse", old), "");
  EXPECT_EQ(left_unused("", newest), "") << "what is not known is not blamed";
}

TEST(LibraryKernels, ThatUseWhatIsUnusedCanBeAskedFor) {
  for (const char* feature : {"sse", "avx", "fma", "avx512vl"})
    EXPECT_EQ(instructions_of_openblas(openblas_core_of(feature)), feature);
}

}  // namespace
}  // namespace gpupeak::host
