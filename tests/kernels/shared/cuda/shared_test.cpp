#include "kernels/shared/shared.h"

#include "kernels/families.h"
#include "tests/kernels/common/cuda/on_gpu.h"

namespace gpupeak::cuda {
namespace {

class CudaShared : public OnGpu {
 protected:
  Check check_of(const shared::Rung& rung, const shared::Problem& asked, const shared::Problem& run) {
    shared::Data data(gpu(), asked, rung, DataKind::random, 5);
    data.reset(0);
    rung.bind(gpu(), run, data.operands())(gpu().queue());
    return data.check();
  }
};

TEST_F(CudaShared, EveryRungLoadsEveryWordAtEveryDistance) {
  for (const shared::Rung* rung : kernels::cuda_kernels().of<shared::Rung>())
    for (const int ways : shared::degrees)
      for (const int units : {1, 3}) {
        const shared::Problem problem{ways, units, 2};
        const Check check = check_of(*rung, problem, problem);
        EXPECT_TRUE(check.ok) << rung->name << " " << ways << " ways: " << check.where << kernel_fault();
        EXPECT_EQ(check.compared, int64_t{units} * rung->threads);
      }
}

TEST_F(CudaShared, AnotherDistanceAndAMissingPassAreSeen) {
  const shared::Rung& rung = *kernels::cuda_kernels().of<shared::Rung>().front();
  EXPECT_FALSE(check_of(rung, {2, 1, 2}, {4, 1, 2}).ok);
  EXPECT_FALSE(check_of(rung, {2, 1, 2}, {2, 1, 1}).ok);
  EXPECT_FALSE(check_of(rung, {2, 2, 1}, {2, 1, 1}).ok) << "a unit that did nothing";
}

TEST_F(CudaShared, OtherDegreesOfConflictAreRefused) {
  EXPECT_TRUE(kernels::cuda_kernels().of<shared::Rung>().front()->refuses(gpu().info(), {3, 1, 1}));
}

}  // namespace
}  // namespace gpupeak::cuda
