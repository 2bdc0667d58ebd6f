#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstring>

#include "kernels/families.h"
#include "kernels/fma/data.h"
#include "tests/kernels/common/host/planted_faults.h"
#include "tests/support/this_host.h"

namespace gpupeak::host {
namespace {

using gpupeak::testing::expect_every_fault_caught;
using gpupeak::testing::Operand;
using gpupeak::testing::Subject;
using gpupeak::testing::this_host;

// Calls use(rung, problem) for all that runs on this machine.
template <class Use>
void each_host_fma_case(int64_t steps, Use use) {
  int ran = 0;
  for (const fma::Rung* rung : kernels::host_kernels().of<fma::Rung>()) {
    for (const DTypeRow& dtype : dtypes) {
      if (!rung->takes(dtype.id)) continue;
      for (const fma::PatternRow& pattern : fma::patterns) {
        for (int units = 1; units <= this_host().info().units; ++units) {
          const fma::Problem problem{dtype.id, units, std::min(steps, fma::most_steps(dtype.id, pattern.id)), 2,
                                     pattern.id};
          if (rung->refuses(this_host().info(), problem)) continue;
          SCOPED_TRACE(fmt::format("{} {} {} units {}", rung->name, dtype.name, pattern.name, units));
          use(*rung, problem);
          ++ran;
        }
      }
    }
  }
  if (ran == 0) GTEST_SKIP() << "this CPU has no fused multiply-add";
}

TEST(HostFma, EveryRungIsRightForAnyNumberOfSteps) {
  for (const int64_t steps : {0, 1, 2, 3, 127, 4096}) {
    each_host_fma_case(steps, [](const fma::Rung& rung, const fma::Problem& problem) {
      fma::Data data(this_host(), problem, rung, DataKind::random, 3);
      const Launch launch = rung.bind(this_host(), problem, data.operands());
      data.reset(0);
      launch(this_host().queue());
      EXPECT_TRUE(data.check().ok) << data.check().where;
    });
  }
}

// Not within a bound but bit for bit: each step is one fused operation, so neither the compiler nor a wrong target
// split it.
template <class T>
void expect_fused(const fma::Rung& rung, const fma::Problem& problem) {
  fma::Data data(this_host(), problem, rung, DataKind::random, 4);
  const fma::Operands operands = data.operands();
  data.reset(0);
  rung.bind(this_host(), problem, operands)(this_host().queue());
  const int64_t pairs = rung.pairs(problem);
  const T *in = static_cast<const T*>(operands.in), *out = static_cast<const T*>(operands.out);
  const T s = static_cast<T>(fma::turn_of(problem.dtype));
  const bool two = problem.pattern == fma::Pattern::two_sources;
  for (int64_t i = 0; i < problem.units * pairs; ++i) {
    const int64_t at = i / pairs * 2 * pairs + i % pairs;
    T x = in[at], y = in[at + pairs];
    for (int64_t step = 0; step < problem.steps; ++step) {
      x = std::fma(s, two ? x : y, x);
      y = std::fma(-s, two ? y : x, y);
    }
    ASSERT_EQ(out[at], x) << at;
    ASSERT_EQ(out[at + pairs], y) << at;
  }
}

TEST(HostFma, EveryStepIsFused) {
  each_host_fma_case(201, [](const fma::Rung& rung, const fma::Problem& problem) {
    if (problem.dtype == DType::f32) expect_fused<float>(rung, problem);
    if (problem.dtype == DType::f64) expect_fused<double>(rung, problem);
  });
}

template <class T>
void host_fma_plant_faults(const fma::Rung& rung, const fma::Problem& problem) {
  fma::Data data(this_host(), problem, rung, DataKind::random, 5);
  const fma::Operands operands = data.operands();
  const Launch launch = rung.bind(this_host(), problem, operands);
  const int64_t count = int64_t{2} * problem.units * rung.pairs(problem);
  Subject<T> subject;
  subject.reset = [&](uint64_t round) { data.reset(round); };
  subject.launch = [&] { launch(this_host().queue()); };
  subject.check = [&] { return data.check(); };
  subject.out = {"out", static_cast<T*>(operands.out), count};
  subject.inputs.push_back({"in", static_cast<T*>(const_cast<void*>(operands.in)), count});
  subject.nudge = static_cast<T>(fma::turn_of(problem.dtype));  // an element moved as far as one turn can move it
  expect_every_fault_caught(subject);
}

TEST(HostFma, EveryPlantedFaultIsCaught) {
  each_host_fma_case(4096, [](const fma::Rung& rung, const fma::Problem& problem) {
    if (problem.dtype == DType::f32) host_fma_plant_faults<float>(rung, problem);
    if (problem.dtype == DType::f64) host_fma_plant_faults<double>(rung, problem);
    if (problem.dtype == DType::f16) host_fma_plant_faults<Float16>(rung, problem);
  });
}

TEST(HostFma, ARungWithoutItsInstructionSetSaysWhich) {
  DeviceInfo bare;
  bare.name = "Bare 1";
  for (const fma::Rung* rung : kernels::host_kernels().of<fma::Rung>()) {
    const auto reason = rung->refuses(bare, {});
    if (rung->name == "avx512") {
      EXPECT_NE(reason.value_or("").find("avx512f, which Bare 1"), std::string::npos);
    }
    if (rung->name == "avx2") {
      EXPECT_TRUE(reason);
    }
  }
}

TEST(HostFma, WiderRungsHoldMorePairs) {
  int before = 0;
  for (const fma::Rung* rung : kernels::host_kernels().of<fma::Rung>()) {
    if (!rung->takes(DType::f32)) continue;
    EXPECT_GT(rung->pairs({.dtype = DType::f32}), before) << rung->name;
    EXPECT_LE(rung->pairs({.dtype = DType::f64}), rung->pairs({.dtype = DType::f32})) << rung->name;
    before = rung->pairs({.dtype = DType::f32});
  }
}

}  // namespace
}  // namespace gpupeak::host
