// The vendor's libraries are yardsticks only when they are right, and asked for the right product.
#include "kernels/families.h"
#include "kernels/matmul/data.h"
#include "tests/kernels/common/cuda/on_gpu.h"
#include "tests/support/print_matmul.h"

namespace gpupeak::cuda {
namespace {

class VendorMatmul : public OnGpu {};

TEST_F(VendorMatmul, IsRightInEveryLayoutUpdateAndBatch) {
  for (const matmul::Rung* rung : kernels::cuda_kernels().of<matmul::Rung>()) {
    if (rung->vendor.empty()) continue;
    for (const DType dtype : {DType::f32, DType::f64})
      for (const matmul::LayoutRow& layout : matmul::layouts)
        for (const matmul::UpdateRow& update : matmul::updates)
          for (const int64_t batch : {1, 3}) {
            const matmul::Problem problem{dtype, 37, 45, 27, layout.id, update.id, batch};
            if (const auto reason = rung->refuses(gpu().info(), problem)) GTEST_SKIP() << *reason;
            matmul::Data data(gpu(), problem, 1, DataKind::random, 11);
            data.reset(0);
            const Launch launch = data.counting(0, rung->bind(gpu(), problem, data.operands(0)));
            data.reset(1);  // cublaslt_best tries algorithms while it binds, and C may have been added to
            launch(gpu().queue());
            gpu().queue().wait();
            const Check check = data.check();
            EXPECT_TRUE(check.ok) << rung->name << " " << ::testing::PrintToString(problem) << ": " << check.where;
          }
  }
}

}  // namespace
}  // namespace gpupeak::cuda
