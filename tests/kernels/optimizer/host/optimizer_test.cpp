#include <gtest/gtest.h>

#include <array>
#include <bit>
#include <cmath>
#include <cstring>

#include "kernels/common/host/isa.h"
#include "kernels/families.h"
#include "kernels/optimizer/data.h"
#include "kernels/optimizer/host/updates.h"
#include "tests/kernels/common/host/planted_faults.h"
#include "tests/support/this_host.h"

namespace gpupeak::host {
namespace {

using gpupeak::testing::expect_every_fault_caught;
using gpupeak::testing::Subject;
using gpupeak::testing::this_host;

optimizer::Problem problem_of(optimizer::Rule rule, DType dtype, int64_t count, int64_t tensors) {
  return {.rule = rule, .dtype = dtype, .tensors = optimizer::uneven_tensors(count, tensors)};
}

void host_optimizer_expect_right(const optimizer::Rung& rung, const optimizer::Problem& problem, int steps) {
  optimizer::Data data(this_host(), problem, 1, DataKind::random, 3);
  data.reset(0);
  const Launch launch = data.counting(0, rung.bind(this_host(), problem, data.operands(0)));
  for (int step = 0; step < steps; ++step) launch(this_host().queue());
  const Check check = data.check();
  EXPECT_TRUE(check.ok) << rung.name << ' ' << row(problem.rule).name << ' ' << row(problem.dtype).name << ' '
                        << optimizer::count(problem) << " in " << problem.tensors.size() << ": " << check.where;
}

TEST(HostOptimizer, IsRightForEveryRuleAndTypeOnRaggedSizes) {
  for (const optimizer::Rung* rung : kernels::host_kernels().of<optimizer::Rung>())
    for (const optimizer::RuleRow& rule : optimizer::rules)
      for (const DType dtype : {DType::f32, DType::bf16})
        for (const int64_t count : {1, 15, 16, 33, 1003})
          for (const int steps : {1, 2, 7})
            host_optimizer_expect_right(*rung, problem_of(rule.id, dtype, count, 1), steps);
}

TEST(HostOptimizer, IsRightForManyUnevenTensors) {
  for (const optimizer::Rung* rung : kernels::host_kernels().of<optimizer::Rung>())
    for (const optimizer::RuleRow& rule : optimizer::rules)
      for (const DType dtype : {DType::f32, DType::bf16})
        host_optimizer_expect_right(*rung, problem_of(rule.id, dtype, 20011, 150), 3);
}

TEST(HostOptimizer, OneArenaAndManyTensorsGiveTheSameBits) {
  const optimizer::Problem problem = problem_of(optimizer::Rule::adamw, DType::f32, 20011, 150);
  std::vector<std::vector<float>> results;
  for (const optimizer::Rung* rung :
       {kernels::host_kernels().of<optimizer::Rung>()[1], kernels::host_kernels().of<optimizer::Rung>()[2]}) {
    optimizer::Data data(this_host(), problem, 1, DataKind::random, 3);
    data.reset(0);
    const Launch launch = rung->bind(this_host(), problem, data.operands(0));
    for (int step = 0; step < 5; ++step) launch(this_host().queue());
    results.emplace_back(data.operands(0).weights, data.operands(0).weights + 20011);
  }
  EXPECT_EQ(results[0], results[1]);
}

struct UpdateWidth {
  const char* feature;
  const Updates& updates;
};
constexpr std::array update_widths{UpdateWidth{"", updates_vector128}, UpdateWidth{"avx2", updates_avx2},
                                   UpdateWidth{"avx512f", updates_avx512}};

TEST(HostOptimizer, EveryWidthIsRight) {
  for (const auto& [feature, updates] : update_widths) {
    if (*feature && !has_feature(this_host().info(), feature)) continue;
    for (const optimizer::RuleRow& rule : optimizer::rules)
      for (const DType dtype : {DType::f32, DType::bf16}) {
        const optimizer::Problem problem = problem_of(rule.id, dtype, 1003, 1);
        optimizer::Data data(this_host(), problem, 1, DataKind::random, 3);
        data.reset(0);
        const optimizer::Operands operands = data.operands(0);
        const auto update = (dtype == DType::bf16 ? updates.bf16 : updates.f32)[static_cast<size_t>(rule.id)];
        data.counting(0, [&](Queue&) {
          update(operands, 1003, optimizer::scalars(problem, *operands.steps));
          ++*operands.steps;
        })(this_host().queue());
        EXPECT_TRUE(data.check().ok) << feature << ' ' << rule.name << ' ' << data.check().where;
      }
  }
}

TEST(HostOptimizer, ParametersInBf16AreRoundedToNearestAndKeepNaN) {
  const optimizer::Problem problem = problem_of(optimizer::Rule::sgd, DType::bf16, 19, 1);
  for (const optimizer::Rung* rung : kernels::host_kernels().of<optimizer::Rung>()) {
    optimizer::Data data(this_host(), problem, 1, DataKind::random, 3);
    data.reset(0);
    const optimizer::Operands operands = data.operands(0);
    operands.weights[3] = std::bit_cast<float>(0x7fffffffu);  // a NaN that rounding up would make -0
    rung->bind(this_host(), problem, operands)(this_host().queue());
    const auto* parameters = static_cast<const BFloat16*>(operands.parameters);
    for (int i = 0; i < 19; ++i) {
      if (i == 3)
        EXPECT_TRUE(std::isnan(static_cast<double>(parameters[i]))) << rung->name;
      else
        EXPECT_EQ(parameters[i].bits(), BFloat16(static_cast<double>(operands.weights[i])).bits()) << rung->name;
    }
  }
}

// Halfway between two numbers of bf16 the even one is nearest. Without a gradient the weights stay what they are.
TEST(HostOptimizer, ParametersInBf16AreRoundedWithTiesToEvenInEveryWidth) {
  for (const auto& [feature, updates] : update_widths) {
    if (*feature && !has_feature(this_host().info(), feature)) continue;
    const optimizer::Problem problem = problem_of(optimizer::Rule::sgd, DType::bf16, 67, 1);
    optimizer::Data data(this_host(), problem, 1, DataKind::random, 3);
    data.reset(0);
    const optimizer::Operands operands = data.operands(0);
    std::memset(const_cast<void*>(operands.gradients), 0, 67 * sizeof(BFloat16));
    for (uint32_t i = 0; i < 67; ++i)
      operands.weights[i] = std::bit_cast<float>(((i % 3 == 0 ? 0xbf80 : 0x3f80) + i) << 16 | 0x8000u);
    updates.bf16[static_cast<size_t>(problem.rule)](operands, 67, optimizer::scalars(problem, *operands.steps));
    const auto* parameters = static_cast<const BFloat16*>(operands.parameters);
    for (uint32_t i = 0; i < 67; ++i) {
      const uint32_t upper = std::bit_cast<uint32_t>(operands.weights[i]) >> 16;
      EXPECT_EQ(parameters[i].bits(), upper + upper % 2) << feature << ' ' << i;
    }
  }
}

// What is left out of AdamW, in one parameter among many after one step, must show.
TEST(HostOptimizer, AStepThatLeavesSomethingOutIsSeen) {
  const optimizer::Problem problem = problem_of(optimizer::Rule::adamw, DType::f32, 1003, 1);
  const auto caught = [&](const std::function<void(optimizer::Problem&, int64_t&)>& spoil) {
    optimizer::Data data(this_host(), problem, 1, DataKind::random, 3);
    data.reset(0);
    const optimizer::Operands operands = data.operands(0);
    optimizer::Problem other = problem;
    int64_t steps = *operands.steps;
    spoil(other, steps);
    data.counting(0, [&](Queue&) {
      widest_update(this_host().info(), other)(operands, 1003, optimizer::scalars(other, steps));
      ++*operands.steps;
    })(this_host().queue());
    return !data.check().ok;
  };
  EXPECT_FALSE(caught([](optimizer::Problem&, int64_t&) {}));
  EXPECT_TRUE(caught([](optimizer::Problem& p, int64_t&) { p.rule = optimizer::Rule::adam; }));  // without decay
  EXPECT_TRUE(caught([](optimizer::Problem&, int64_t& steps) { steps += 1; }));  // unbiased for another step
  EXPECT_TRUE(caught([](optimizer::Problem& p, int64_t&) { p.settings.beta2 = 0.9989; }));
  EXPECT_TRUE(caught([](optimizer::Problem& p, int64_t&) { p.settings.epsilon = 1e-4; }));
}

template <class T>
void expect_faults_caught(DType dtype) {
  const optimizer::Problem problem = problem_of(optimizer::Rule::adamw, dtype, 1003, 4);
  optimizer::Data data(this_host(), problem, 1, DataKind::random, 5);
  const optimizer::Operands operands = data.operands(0);
  const Launch launch =
      data.counting(0, kernels::host_kernels().of<optimizer::Rung>().back()->bind(this_host(), problem, operands));
  Subject<float, T> subject;
  subject.reset = [&](uint64_t round) { data.reset(round); };
  subject.launch = [&] { launch(this_host().queue()); };
  subject.check = [&] { return data.check(); };
  subject.inputs.emplace_back("gradients", static_cast<T*>(const_cast<void*>(operands.gradients)), 1003);
  subject.nudge = 1e-5f;
  for (const auto& [name, at] : {std::pair{"weights", operands.weights}, std::pair{"m", operands.m}}) {
    subject.out = {name, at, 1003};
    expect_every_fault_caught(subject);
  }
}

TEST(HostOptimizer, EveryPlantedFaultIsCaught) { expect_faults_caught<float>(DType::f32); }
TEST(HostOptimizer, EveryPlantedFaultBesideBf16IsCaught) { expect_faults_caught<BFloat16>(DType::bf16); }

}  // namespace
}  // namespace gpupeak::host
