#include "kernels/transfer/transfer.h"

#include "kernels/families.h"
#include "tests/kernels/common/cuda/on_gpu.h"

namespace gpupeak::cuda {
namespace {

using transfer::HostMemory;

class CudaTransfer : public OnGpu {
 protected:
  void expect_right(const transfer::Rung& rung, const transfer::Problem& problem) {
    transfer::Data data(gpu(), problem, rung, 7);
    for (uint64_t round = 0; round < 2; ++round) {
      data.reset(round);
      data.launch()(gpu().queue());
      gpu().queue().wait();
      const Check check = data.check();
      EXPECT_TRUE(check.ok) << rung.name << " " << transfer::row(problem.route).name << " " << problem.bytes << ": "
                            << check.where << kernel_fault();
    }
  }
};

TEST_F(CudaTransfer, EveryRungBringsEveryWordOnRaggedSizes) {
  for (const transfer::Rung* rung : kernels::cuda_kernels().of<transfer::Rung>())
    for (const transfer::RouteRow& route : transfer::routes)
      for (const HostMemory host : {HostMemory::pinned, HostMemory::pageable})
        for (const int64_t bytes : {int64_t{8}, int64_t{4096}, int64_t{1} << 20, (int64_t{1} << 20) + 24}) {
          transfer::Problem problem{.route = route.id, .host = host, .bytes = bytes, .units = 3};
          if (route.id == transfer::Route::to_peer) {
            if (rung->peers(gpu().info()).empty()) continue;
            problem.peer = rung->peers(gpu().info()).front();
          }
          if (rung->applies(route.id, host) && !rung->refuses(gpu().info(), problem)) expect_right(*rung, problem);
        }
}

TEST_F(CudaTransfer, ACopyThatNeverRanIsSeen) {
  for (const transfer::Rung* rung : kernels::cuda_kernels().of<transfer::Rung>()) {
    transfer::Data data(gpu(), {.route = transfer::Route::to_device, .bytes = 4096}, *rung, 7);
    data.reset(0);
    EXPECT_FALSE(data.check().ok) << rung->name;
    data.launch()(gpu().queue());
    gpu().queue().wait();
    EXPECT_TRUE(data.check().ok);
    data.reset(1);
    EXPECT_FALSE(data.check().ok) << "what the round before left behind";
  }
}

TEST_F(CudaTransfer, PageableMemoryCannotGoBothWaysAtOnce) {
  for (const transfer::Rung* rung : kernels::cuda_kernels().of<transfer::Rung>())
    EXPECT_TRUE(rung->refuses(gpu().info(), {.route = transfer::Route::both_ways, .host = HostMemory::pageable}));
}

}  // namespace
}  // namespace gpupeak::cuda
