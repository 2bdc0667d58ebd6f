#include "kernels/dot/dot.h"

#include <fmt/format.h>

#include <algorithm>

#include "kernels/families.h"
#include "tests/kernels/common/cuda/on_gpu.h"

namespace gpupeak::cuda {
namespace {

class CudaDot : public OnGpu {
 protected:
  // Calls use(rung, problem) for every type that every rung has here; how many there were.
  template <class Use>
  int each_case(int64_t steps, int64_t passes, Use use) {
    int cases = 0;
    for (const dot::Rung* rung : kernels::cuda_kernels().of<dot::Rung>())
      for (const DTypeRow& dtype : dtypes)
        for (const bool dependent : {false, true}) {
          if (!rung->takes(dtype.id)) continue;
          const dot::Problem problem{dtype.id, dependent ? 1 : 2, steps, dependent, passes};
          if (rung->refuses(gpu().info(), problem)) continue;
          SCOPED_TRACE(fmt::format("{} {} {}", rung->name, dtype.name, dependent ? "dependent" : "independent"));
          use(*rung, problem);
          ++cases;
        }
    return cases;
  }

  // What check() says when a launch does `launched` and the oracle expects `problem`.
  Check check_of(const dot::Rung& rung, const dot::Problem& problem, const dot::Problem& launched,
                 DataKind kind = DataKind::random) {
    dot::Data data(gpu(), problem, rung, kind, 11);
    data.reset(0);
    rung.bind(gpu(), launched, data.operands())(gpu().queue());
    return data.check();
  }
};

TEST_F(CudaDot, EveryRungIsRightForAnyNumberOfStepsAndPasses) {
  for (const auto& [steps, passes] : {std::pair<int64_t, int64_t>{0, 1}, {1, 1}, {8, 3}, {11, 1}})
    each_case(steps, passes, [&](const dot::Rung& rung, const dot::Problem& problem) {
      const Check check = check_of(rung, problem, problem);
      EXPECT_TRUE(check.ok) << check.where << kernel_fault();
      const dot::Shape shape = rung.shape(problem);
      EXPECT_EQ(check.compared, int64_t{problem.units} * shape.sums * shape.elements);
    });
}

TEST_F(CudaDot, AMissingStepIsSeen) {
  each_case(5, 1, [&](const dot::Rung& rung, const dot::Problem& problem) {
    dot::Problem fewer = problem;
    fewer.steps = 4;
    EXPECT_FALSE(check_of(rung, problem, fewer).ok);
  });
}

TEST_F(CudaDot, AUnitLeftOutIsSeen) {
  each_case(2, 1, [&](const dot::Rung& rung, const dot::Problem& problem) {
    if (problem.units == 1) return;
    dot::Problem fewer = problem;
    fewer.units = problem.units - 1;
    EXPECT_FALSE(check_of(rung, problem, fewer).ok);
  });
}

TEST_F(CudaDot, SumsAreExactUpToTheMostSteps) {
  each_case(1, 1, [&](const dot::Rung& rung, const dot::Problem& small) {
    if (!small.dependent) return;
    dot::Problem problem = small;
    problem.steps = std::min<int64_t>(dot::most_steps(problem.dtype, rung.sums, rung.shape(problem).depth), 300);
    for (const DataKind kind : {DataKind::random, DataKind::ones})
      EXPECT_TRUE(check_of(rung, problem, problem, kind).ok) << check_of(rung, problem, problem, kind).where;
  });
}

DeviceInfo gpu_of(const char* capability) {
  DeviceInfo info;
  info.name = "Some GPU";
  info.features = {capability};
  return info;
}

const dot::Rung& rung_of(std::string_view name) {
  return **std::ranges::find_if(kernels::cuda_kernels().of<dot::Rung>(),
                                [&](const dot::Rung* rung) { return rung->name == name; });
}

TEST(CudaDotRefusals, NameTheCapabilityThatIsMissing) {
  struct Expected {
    const char* capability;
    const char* rung;
    DType dtype;
    bool refused;
  };
  for (const auto& [capability, rung, dtype, refused] : {
           Expected{"sm_75", "dp4a", DType::i8, false},
           Expected{"sm_75", "mma_sync", DType::f16, false},
           Expected{"sm_75", "mma_sync", DType::i8, false},
           Expected{"sm_75", "mma_sync", DType::bf16, true},
           Expected{"sm_75", "mma_sync", DType::f64, true},
           Expected{"sm_70", "mma_sync", DType::f16, true},
           Expected{"sm_70", "mma_sync_f16_sums", DType::f16, true},
           Expected{"sm_80", "mma_sync", DType::tf32, false},
           Expected{"sm_80", "mma_sync", DType::e4m3, true},
           Expected{"sm_89", "mma_sync", DType::e4m3, false},
           Expected{"sm_90", "mma_sync", DType::e4m3, true},
           Expected{"sm_100", "mma_sync", DType::e4m3, true},
           Expected{"sm_120", "mma_sync", DType::e4m3, false},
           Expected{"sm_90", "wgmma", DType::e4m3, false},
           Expected{"sm_89", "wgmma", DType::bf16, true},
           Expected{"sm_100", "wgmma", DType::bf16, true},
       }) {
    const auto reason = rung_of(rung).refuses(gpu_of(capability), {.dtype = dtype});
    EXPECT_EQ(reason.has_value(), refused) << rung << " " << row(dtype).name << " on " << capability;
    if (reason) {
      EXPECT_NE(reason->find("compute capability"), std::string::npos) << *reason;
    }
  }
}

}  // namespace
}  // namespace gpupeak::cuda
