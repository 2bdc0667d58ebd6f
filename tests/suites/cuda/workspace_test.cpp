// What cuBLAS is given beside the operands.
#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

#include "device/cuda/launch.h"
#include "kernels/families.h"
#include "kernels/matmul/matmul.h"
#include "tests/kernels/common/cuda/on_double.h"

namespace gpupeak::cuda {
namespace {

class CublasWorkspace : public OnDouble {};

// Cold cases have hundreds of sets of operands.
TEST_F(CublasWorkspace, IsOneForAllSets) {
  const auto ladder = kernels::cuda_kernels().of<matmul::Rung>();
  const auto cublas = std::ranges::find(ladder, "cublas", &matmul::Rung::name);
  ASSERT_NE(cublas, ladder.end());
  const Bytes free = gpu().free_memory();
  const int64_t before = cuda_double::allocations();
  std::vector<Launch> bound;
  for (int set = 0; set < 300; ++set) bound.push_back((*cublas)->bind(gpu(), matmul::Rung::smallest(), {}));
  EXPECT_EQ(cuda_double::allocations() - before, 1);
  EXPECT_EQ((*cublas)->workspace, Bytes(workspace_bytes)) << "which a case that does not fit is refused by";
  EXPECT_LE(free - gpu().free_memory(), 1.01 * (*cublas)->workspace);
}

}  // namespace
}  // namespace gpupeak::cuda
