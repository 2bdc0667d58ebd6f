#include "kernels/fma.h"

#include "kernels/cuda/fma/ladder.h"
#include "tests/kernels/cuda/on_gpu.h"

namespace gpupeak::cuda {
namespace {

class CudaFma : public OnGpu {};

TEST_F(CudaFma, EveryRungTurnsEveryPairOfEveryUnitInEveryPattern) {
  for (const fma::Rung* rung : fma_ladder())
    for (const DType dtype : {DType::f32, DType::f64})
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
  const fma::Rung& rung = *fma_ladder().front();
  fma::Problem problem{DType::f32, 2, 40, 1, fma::Pattern::three_sources};
  fma::Data data(gpu(), problem, rung, DataKind::random, 7);
  data.reset(0);
  problem.steps = 39;
  rung.bind(gpu(), problem, data.operands())(gpu().queue());
  EXPECT_FALSE(data.check().ok);
}

}  // namespace
}  // namespace gpupeak::cuda
