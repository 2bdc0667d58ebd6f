#include "kernels/launch/launch.h"

#include "kernels/families.h"
#include "tests/kernels/common/cuda/on_gpu.h"

namespace gpupeak::cuda {
namespace {

class CudaLaunchRungs : public OnGpu {};

TEST_F(CudaLaunchRungs, EveryRungRaisesEveryCounterOnceForEveryKernel) {
  for (const launch::Rung* rung : kernels::cuda_kernels().of<launch::Rung>())
    for (const launch::OpRow& op : launch::ops)
      for (const int64_t count : {1, 2, 31, 257, 1000}) {
        const launch::Problem problem{op.id, count};
        launch::Data data(gpu(), problem, *rung, 9);
        const Launch launch = data.counting(rung->bind(gpu(), problem, data.operands()));
        for (uint64_t round = 0; round < 2; ++round) {
          data.reset(round);
          for (int i = 0; i < 3; ++i) launch(gpu().queue());
          gpu().queue().wait();
          EXPECT_TRUE(data.check().ok) << rung->name << " " << op.name << " " << count << ": " << data.check().where;
        }
      }
}

TEST_F(CudaLaunchRungs, AGraphIsRecordedOfAKernelThatHasNotRunYet) {
  for (const launch::Rung* rung : kernels::cuda_kernels().of<launch::Rung>()) {
    if (rung->chain == 1) continue;
    const launch::Problem problem{launch::Op::queued, 257};
    launch::Data data(gpu(), problem, *rung, 9);
    EXPECT_NO_THROW(rung->bind(gpu(), problem, data.operands())) << rung->name;
  }
}

}  // namespace
}  // namespace gpupeak::cuda
