#include "kernels/atomics/atomics.h"

#include "kernels/families.h"
#include "tests/kernels/common/cuda/on_gpu.h"

namespace gpupeak::cuda {
namespace {

class CudaAtomics : public OnGpu {
 protected:
  Check check_of(const atomics::Rung& rung, const atomics::Problem& asked, const atomics::Problem& run, int launches) {
    atomics::Data data(gpu(), asked);
    data.reset();
    const Launch launch = data.counting(rung.bind(gpu(), run, data.counters()));
    for (int i = 0; i < launches; ++i) launch(gpu().queue());
    return data.check();
  }
};

TEST_F(CudaAtomics, EveryRungCountsEveryUpdateInEverySharingAndOrder) {
  for (const atomics::Rung* rung : kernels::cuda_kernels().of<atomics::Rung>())
    for (const atomics::SharingRow& sharing : atomics::sharings)
      for (const atomics::NumberRow& number : atomics::numbers)
        for (const int units : {1, 3}) {
          if (!rung->applies(sharing.id)) continue;
          const atomics::Problem problem{sharing.id, number.id, units, 7, rung->shape};
          const Check check = check_of(*rung, problem, problem, 2);
          EXPECT_TRUE(check.ok) << rung->name << " " << sharing.name << " " << number.name << " units " << units << ": "
                                << check.where << kernel_fault();
        }
}

TEST_F(CudaAtomics, OneUpdateTooFewIsSeen) {
  for (const atomics::Rung* rung : kernels::cuda_kernels().of<atomics::Rung>())
    for (const atomics::SharingRow& sharing : atomics::sharings) {
      if (!rung->applies(sharing.id)) continue;
      const atomics::Problem asked{sharing.id, atomics::Number::f32, 2, 7, rung->shape};
      atomics::Problem run = asked;
      run.updates = 6;
      EXPECT_FALSE(check_of(*rung, asked, run, 1).ok) << rung->name << " " << sharing.name;
    }
}

TEST_F(CudaAtomics, BlocksHaveNoSharedCounterInCommon) {
  const atomics::Rung& shared = *kernels::cuda_kernels().of<atomics::Rung>().back();
  EXPECT_TRUE(shared.refuses(gpu().info(), {.sharing = atomics::Sharing::one, .shape = shared.shape}));
}

}  // namespace
}  // namespace gpupeak::cuda
