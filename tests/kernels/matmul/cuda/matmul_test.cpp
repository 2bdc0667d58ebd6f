#include "kernels/families.h"
#include "kernels/matmul/cuda/column_major.h"
#include "kernels/matmul/data.h"
#include "tests/kernels/common/cuda/on_gpu.h"
#include "tests/support/print_matmul.h"

namespace gpupeak::cuda {
namespace {

class CudaMatmul : public OnGpu {
 protected:
  void expect_right(const matmul::Rung& rung, const matmul::Problem& problem) {
    if (!rung.takes(problem.dtype)) return;
    matmul::Data data(gpu(), problem, 1, DataKind::random, 11);
    data.reset(0);
    const Launch launch = data.counting(0, rung.bind(gpu(), problem, data.operands(0)));
    for (uint64_t order = 0; order < orders; ++order) launch(gpu().queue());
    const Check check = data.check();
    EXPECT_TRUE(check.ok) << rung.name << " " << ::testing::PrintToString(problem) << ": " << check.where
                          << kernel_fault();
  }
};

std::vector<const matmul::Rung*> ours() {
  std::vector<const matmul::Rung*> rungs;
  for (const matmul::Rung* rung : kernels::cuda_kernels().of<matmul::Rung>())
    if (rung->vendor.empty()) rungs.push_back(rung);
  return rungs;
}

// Below, at and beyond one tile of every rung, none a multiple of any.
TEST_F(CudaMatmul, EveryRungIsRightAtRaggedEdges) {
  for (const matmul::Rung* rung : ours())
    for (const DType dtype : {DType::f32, DType::f64})
      for (const auto& [m, n, k] :
           {std::array<int64_t, 3>{1, 1, 1}, {1, 33, 7}, {17, 15, 9}, {129, 130, 19}, {65, 200, 8}, {128, 128, 16}})
        expect_right(*rung, {.dtype = dtype, .m = m, .n = n, .k = k});
}

TEST_F(CudaMatmul, EveryRungIsRightInEveryLayoutUpdateAndBatch) {
  for (const matmul::Rung* rung : ours())
    for (const DType dtype : {DType::f32, DType::f64})
      for (const matmul::LayoutRow& layout : matmul::layouts)
        for (const matmul::UpdateRow& update : matmul::updates)
          for (const int64_t batch : {1, 3}) expect_right(*rung, {dtype, 37, 45, 27, layout.id, update.id, batch});
}

TEST_F(CudaMatmul, VectorsAreLoadedWhereRowsAllowThem) {
  for (const matmul::Rung* rung : ours())
    for (const matmul::LayoutRow& layout : matmul::layouts)
      for (const int64_t k : {32, 34})
        expect_right(*rung, {.dtype = DType::f32, .m = 132, .n = 264, .k = k, .layout = layout.id});
}

TEST_F(CudaMatmul, TooManyTilesForAGridAreASkip) {
  for (const matmul::Rung* rung : ours()) {
    EXPECT_TRUE(rung->refuses(gpu().info(), {.m = int64_t{1} << 40, .n = 1, .k = 1})) << rung->name;
    EXPECT_TRUE(rung->refuses(gpu().info(), {.m = 1, .n = 1, .k = 1, .batch = 65536})) << rung->name;
    EXPECT_FALSE(rung->refuses(gpu().info(), {.m = 8192, .n = 8192, .k = 8192})) << rung->name;
  }
}

// C = A B row by row is C' = B' A' column by column: the leading edges are those of the rows as they lie in memory.
TEST(CublasShape, IsTheTransposedProductOfTheSameBytes) {
  const ColumnMajor nn = column_major({.m = 2, .n = 3, .k = 5});
  EXPECT_EQ(nn.m, 3);
  EXPECT_EQ(nn.n, 2);
  EXPECT_EQ(nn.first.operation, CUBLAS_OP_N);
  EXPECT_EQ(nn.first.ld, 3);   // B is 5 x 3
  EXPECT_EQ(nn.second.ld, 5);  // A is 2 x 5
  const ColumnMajor nt = column_major({.m = 2, .n = 3, .k = 5, .layout = matmul::Layout::nt});
  EXPECT_EQ(nt.first.operation, CUBLAS_OP_T);
  EXPECT_EQ(nt.first.ld, 5);  // B is stored as 3 x 5
  const ColumnMajor tn = column_major({.m = 2, .n = 3, .k = 5, .layout = matmul::Layout::tn});
  EXPECT_EQ(tn.second.operation, CUBLAS_OP_T);
  EXPECT_EQ(tn.second.ld, 2);  // A is stored as 5 x 2
}

}  // namespace
}  // namespace gpupeak::cuda
