#include "kernels/chase/chase.h"

#include "kernels/families.h"
#include "tests/kernels/common/cuda/on_gpu.h"

namespace gpupeak::cuda {
namespace {

class CudaChase : public OnGpu {};

TEST_F(CudaChase, EveryRungEndsWhereTheCycleDoes) {
  for (const chase::Rung* rung : kernels::cuda_kernels().of<chase::Rung>())
    for (const auto& [lines, hops] : {std::pair{1, 5}, {2, 3}, {100, 7}, {100, 100}, {1000, 2049}}) {
      const chase::Problem problem{lines, hops};
      chase::Data data(gpu(), problem, 3);
      data.reset(0);
      for (int64_t stretch = 0; stretch < chase::stretches(problem); ++stretch)
        rung->bind(gpu(), problem, data.operands(stretch))(gpu().queue());
      const Check check = data.check();
      EXPECT_TRUE(check.ok) << rung->name << " " << lines << " lines, " << hops << " hops: " << check.where;
    }
}

}  // namespace
}  // namespace gpupeak::cuda
