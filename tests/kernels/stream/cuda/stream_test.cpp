#include "kernels/stream/stream.h"

#include "kernels/families.h"
#include "tests/kernels/common/cuda/on_gpu.h"

namespace gpupeak::cuda {
namespace {

class CudaStream : public OnGpu {};

TEST_F(CudaStream, EveryRungIsRightOnRaggedCountsAndManyPasses) {
  for (const stream::Rung* rung : kernels::cuda_kernels().of<stream::Rung>())
    for (const stream::OpRow& op : stream::ops)
      for (const int units : {1, 4})
        for (const auto& [count, passes] : {std::pair{1, 1}, {7, 2}, {129, 3}, {1031, 1}, {10007, 2}}) {
          const stream::Problem problem{op.id, count, units, passes, rung->blocks};
          stream::Data data(gpu(), problem, 2, DataKind::random, 3);
          data.reset(0);
          for (int set = 0; set < 2; ++set) rung->bind(gpu(), problem, data.operands(set))(gpu().queue());
          const Check check = data.check();
          EXPECT_TRUE(check.ok) << rung->name << " " << op.name << " units " << units << " count " << count << ": "
                                << check.where;
        }
}

}  // namespace
}  // namespace gpupeak::cuda
