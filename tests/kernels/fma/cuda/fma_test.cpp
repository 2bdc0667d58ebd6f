#include <algorithm>

#include "kernels/families.h"
#include "kernels/fma/data.h"
#include "tests/kernels/common/cuda/on_gpu.h"

namespace gpupeak::cuda {
namespace {

class CudaFma : public OnGpu {
 protected:
  Check check_of(const fma::Rung& rung, const fma::Problem& asked, const fma::Problem& run) {
    fma::Data data(gpu(), asked, rung, DataKind::random, 7);
    data.reset(0);
    rung.bind(gpu(), run, data.operands())(gpu().queue());
    return data.check();
  }
};

TEST_F(CudaFma, EveryRungTurnsEveryPairOfEveryUnitInEveryPattern) {
  for (const fma::Rung* rung : kernels::cuda_kernels().of<fma::Rung>())
    for (const DType dtype : {DType::f32, DType::f64, DType::i32, DType::f16, DType::bf16})
      for (const fma::PatternRow& pattern : fma::patterns)
        for (const int units : {1, 3}) {
          if (!rung->takes(dtype)) continue;
          const fma::Problem problem{dtype, units, 37, 2, pattern.id};
          const Check check = check_of(*rung, problem, problem);
          EXPECT_TRUE(check.ok) << rung->name << " " << row(dtype).name << " " << pattern.name << ": " << check.where;
          EXPECT_EQ(check.compared, int64_t{2} * units * rung->pairs(problem));
        }
}

TEST_F(CudaFma, AMissingTurnIsSeen) {
  for (const fma::Rung* rung : kernels::cuda_kernels().of<fma::Rung>())
    for (const DTypeRow& dtype : dtypes)
      for (const fma::PatternRow& pattern : fma::patterns) {
        if (!rung->takes(dtype.id)) continue;
        const fma::Problem asked{dtype.id, 2, std::min<int64_t>(40, fma::most_steps(dtype.id, pattern.id)), 1,
                                 pattern.id};
        fma::Problem run = asked;
        --run.steps;
        EXPECT_FALSE(check_of(*rung, asked, run).ok) << rung->name << " " << dtype.name << " " << pattern.name;
      }
}

// The passes that the suite asks for: so many turns of f16 that there is no loop, of the others at least two rounds of
// it and no rest. tests/architecture/cubins.py counts the instructions of these loops.
TEST(CudaFmaPasses, OfTheSuiteLeaveNothingToBeDoneSingly) {
  for (const fma::Rung* rung : kernels::cuda_kernels().of<fma::Rung>())
    for (const DTypeRow& dtype : dtypes)
      for (const fma::PatternRow& pattern : fma::patterns) {
        if (!rung->takes(dtype.id)) continue;
        const int64_t steps = fma::whole_steps(*rung, fma::most_steps(dtype.id, pattern.id));
        SCOPED_TRACE(std::string(dtype.name) + " " + std::string(pattern.name));
        const bool two_sources = pattern.id == fma::Pattern::two_sources;
        EXPECT_EQ(rung->unrolled, 64);
        if (dtype.id == DType::f16) {
          EXPECT_EQ(steps, two_sources ? 19 : 85);
          continue;
        }
        EXPECT_EQ((steps - 1) % rung->unrolled, 0);
        const int64_t rounds = dtype.id == DType::i32 ? 1023 : dtype.id != DType::bf16 ? 55 : two_sources ? 2 : 63;
        EXPECT_GE((steps - 1) / rung->unrolled, rounds);
      }
}

// Rounds of several passes, and what is left of them.
TEST_F(CudaFma, PassesWithoutALoopAreRightHoweverManyThereAre) {
  const fma::Rung& pairs = *kernels::cuda_kernels().of<fma::Rung>().back();
  for (const fma::PatternRow& pattern : fma::patterns)
    for (const int64_t passes : {1, 2, 3, 7}) {
      const int64_t steps = fma::whole_steps(pairs, fma::most_steps(DType::f16, pattern.id));
      const fma::Problem problem{DType::f16, 1, steps, passes, pattern.id};
      const Check check = check_of(pairs, problem, problem);
      EXPECT_TRUE(check.ok) << pattern.name << " " << passes << " passes: " << check.where;
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
