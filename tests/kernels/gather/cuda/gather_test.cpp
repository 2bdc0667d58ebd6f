#include "kernels/gather/gather.h"

#include "kernels/families.h"
#include "tests/kernels/common/cuda/on_gpu.h"

namespace gpupeak::cuda {
namespace {

class CudaGather : public OnGpu {
 protected:
  Check check_of(const gather::Rung& rung, const gather::Problem& asked, const gather::Problem& run) {
    gather::Data data(gpu(), asked, 2, DataKind::random, 5);
    data.reset(0);
    for (int set = 0; set < 2; ++set) rung.bind(gpu(), run, data.operands(set))(gpu().queue());
    return data.check();
  }
};

TEST_F(CudaGather, EveryRungIsRightOnRaggedCountsInEveryOrder) {
  for (const gather::Rung* rung : kernels::cuda_kernels().of<gather::Rung>())
    for (const gather::OpRow& op : gather::ops) {
      if (!rung->applies(op.stride)) continue;
      for (const int units : {1, 4})
        for (const auto& [count, passes] : {std::pair{1, 1}, {7, 2}, {515, 3}, {9001, 2}}) {
          const gather::Problem problem{op.stride, count, units, passes, 4};
          const Check check = check_of(*rung, problem, problem);
          EXPECT_TRUE(check.ok) << rung->name << " " << op.name << " units " << units << " count " << count << ": "
                                << check.where << kernel_fault();
        }
    }
}

TEST_F(CudaGather, AWalkLeftOutIsSeen) {
  const gather::Problem asked{.stride = 64, .count = 4099, .units = 2, .line = 4};
  gather::Problem run = asked;
  run.line = 8;  // half of the walks
  EXPECT_FALSE(check_of(*kernels::cuda_kernels().of<gather::Rung>().front(), asked, run).ok);
}

TEST_F(CudaGather, AnElementLeftOutIsSeen) {
  for (const int64_t stride : {0, 1, 64}) {
    const gather::Problem asked{.stride = stride, .count = 4097, .units = 1, .line = 4};
    gather::Problem run = asked;
    run.count = 4096;
    EXPECT_FALSE(check_of(*kernels::cuda_kernels().of<gather::Rung>().front(), asked, run).ok) << stride;
  }
}

}  // namespace
}  // namespace gpupeak::cuda
