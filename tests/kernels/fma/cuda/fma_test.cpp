#include <algorithm>

#include "kernels/families.h"
#include "kernels/fma/data.h"
#include "tests/kernels/common/cuda/on_gpu.h"

namespace gpupeak::cuda {
namespace {

class CudaFma : public OnGpu {};

TEST_F(CudaFma, EveryRungTurnsEveryPairOfEveryUnitInEveryPattern) {
  for (const fma::Rung* rung : kernels::cuda_kernels().of<fma::Rung>())
    for (const DType dtype : {DType::f32, DType::f64, DType::i32, DType::f16, DType::bf16})
      for (const fma::PatternRow& pattern : fma::patterns)
        for (const int units : {1, 3}) {
          if (!rung->takes(dtype)) continue;
          const fma::Problem problem{dtype, units, 37, 2, pattern.id};
          fma::Data data(gpu(), problem, *rung, DataKind::random, 7);
          data.reset(0);
          rung->bind(gpu(), problem, data.operands())(gpu().queue());
          const Check check = data.check();
          EXPECT_TRUE(check.ok) << rung->name << " " << row(dtype).name << " " << pattern.name << ": " << check.where;
          EXPECT_EQ(check.compared, int64_t{2} * units * rung->pairs(problem));
        }
}

TEST_F(CudaFma, AMissingTurnIsSeen) {
  for (const fma::Rung* rung : kernels::cuda_kernels().of<fma::Rung>())
    for (const DTypeRow& dtype : dtypes)
      for (const fma::PatternRow& pattern : fma::patterns) {
        if (!rung->takes(dtype.id)) continue;
        fma::Problem problem{dtype.id, 2, std::min<int64_t>(40, fma::most_steps(dtype.id, pattern.id)), 1, pattern.id};
        fma::Data data(gpu(), problem, *rung, DataKind::random, 7);
        data.reset(0);
        --problem.steps;
        rung->bind(gpu(), problem, data.operands())(gpu().queue());
        EXPECT_FALSE(data.check().ok) << rung->name << " " << dtype.name << " " << pattern.name;
      }
}

TEST(CudaFmaRefusals, NameTheCapabilityThatIsMissing) {
  DeviceInfo turing;
  turing.name = "Tesla T4";
  turing.features = {"sm_75"};
  const fma::Rung& pairs = *kernels::cuda_kernels().of<fma::Rung>().back();
  EXPECT_EQ(pairs.refuses(turing, {.dtype = DType::f16}), std::nullopt);
  EXPECT_EQ(pairs.refuses(turing, {.dtype = DType::bf16}),
            "fma of bf16 needs compute capability 8.0 or later, Tesla T4 has 7.5");
}

}  // namespace
}  // namespace gpupeak::cuda
