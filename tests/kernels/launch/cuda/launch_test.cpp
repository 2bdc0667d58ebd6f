#include "kernels/launch/launch.h"

#include "kernels/launch/cuda/ladder.h"
#include "tests/kernels/common/cuda/on_gpu.h"

namespace gpupeak::cuda {
namespace {

class CudaDispatch : public OnGpu {};

TEST_F(CudaDispatch, EveryRungRaisesEveryCounterOnceForEveryKernel) {
  for (const dispatch::Rung* rung : dispatch_ladder())
    for (const dispatch::OpRow& op : dispatch::ops)
      for (const int64_t count : {1, 2, 31, 257, 1000}) {
        const dispatch::Problem problem{op.id, count};
        dispatch::Data data(gpu(), problem, *rung, 9);
        const Launch launch = data.counted(rung->bind(gpu(), problem, data.operands()));
        for (uint64_t round = 0; round < 2; ++round) {
          data.reset(round);
          for (int i = 0; i < 3; ++i) launch(gpu().queue());
          gpu().queue().wait();
          EXPECT_TRUE(data.check().ok) << rung->name << " " << op.name << " " << count << ": " << data.check().where;
        }
      }
}

TEST_F(CudaDispatch, AGraphIsRecordedOfAKernelThatHasNotRunYet) {
  for (const dispatch::Rung* rung : dispatch_ladder()) {
    if (rung->chain == 1) continue;
    const dispatch::Problem problem{dispatch::Op::queued, 257};
    dispatch::Data data(gpu(), problem, *rung, 9);
    EXPECT_NO_THROW(rung->bind(gpu(), problem, data.operands())) << rung->name;
  }
}

}  // namespace
}  // namespace gpupeak::cuda
