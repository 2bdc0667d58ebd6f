#include <gtest/gtest.h>

#include <array>
#include <cmath>

#include "kernels/optimizer/data.h"
#include "kernels/optimizer/oracle.h"
#include "tests/support/fake_device.h"

namespace gpupeak::optimizer {
namespace {

using gpupeak::testing::fake_device_info;
using gpupeak::testing::FakeDevice;

Problem one_tensor(Rule rule, int64_t count, DType dtype = DType::f32) {
  return {.rule = rule, .dtype = dtype, .tensors = {{0, count}}};
}

Replayed replayed(const Problem& problem, Replayed start, std::initializer_list<double> gradients) {
  int64_t before = 0;
  for (const double gradient : gradients) replay(exact_scalars(problem, before++), gradient, start);
  return start;
}

// By hand: 0.5 - 0.1 x 2 = 0.3; 0.3 - 0.1 x -1 = 0.4.
TEST(OptimizerOracle, SgdTakesTheStepsThatAHandCalculates) {
  Problem problem = one_tensor(Rule::sgd, 1);
  problem.settings.learning_rate = 0.1;
  EXPECT_NEAR(replayed(problem, {.weight = 0.5}, {2}).weight, 0.3, 1e-15);
  EXPECT_NEAR(replayed(problem, {.weight = 0.5}, {2, -1}).weight, 0.4, 1e-15);
}

// By hand, lr 0.1 and mu 0.9: m = 2, p = 0.5 - 0.2 = 0.3; m = 1.8 - 1 = 0.8, p = 0.3 - 0.08 = 0.22.
TEST(OptimizerOracle, MomentumTakesTheStepsThatAHandCalculates) {
  Problem problem = one_tensor(Rule::momentum, 1);
  problem.settings.learning_rate = 0.1;
  const Replayed first = replayed(problem, {.weight = 0.5}, {2});
  EXPECT_NEAR(first.m, 2, 1e-15);
  EXPECT_NEAR(first.weight, 0.3, 1e-15);
  const Replayed second = replayed(problem, {.weight = 0.5}, {2, -1});
  EXPECT_NEAR(second.m, 0.8, 1e-15);
  EXPECT_NEAR(second.weight, 0.22, 1e-15);
}

// By hand, lr 0.1, g = 2 and then -1 from p = 0.5, eps 1e-8:
// t = 1: m = 0.2, v = 0.004; m^ = 0.2 / 0.1 = 2, v^ = 0.004 / 0.001 = 4; p = 0.5 - 0.1 x 2 / (2 + 1e-8) = 0.4000000005.
// t = 2: m = 0.18 - 0.1 = 0.08, v = 0.003996 + 0.001 = 0.004996; m^ = 0.08 / 0.19 = 0.421052631578947...,
// v^ = 0.004996 / 0.001999 = 2.499249624812406..., sqrt v^ = 1.580901522110301...;
// p = 0.4000000005 - 0.0421052631578947... / 1.580901532110301... = 0.373366281...
TEST(OptimizerOracle, AdamTakesTheStepsThatAHandCalculates) {
  Problem problem = one_tensor(Rule::adam, 1);
  problem.settings.learning_rate = 0.1;
  const Replayed first = replayed(problem, {.weight = 0.5}, {2});
  EXPECT_NEAR(first.m, 0.2, 1e-15);
  EXPECT_NEAR(first.v, 0.004, 1e-15);
  EXPECT_NEAR(first.weight, 0.4000000005, 1e-15);
  const Replayed second = replayed(problem, {.weight = 0.5}, {2, -1});
  EXPECT_NEAR(second.m, 0.08, 1e-15);
  EXPECT_NEAR(second.v, 0.004996, 1e-15);
  EXPECT_NEAR(second.weight, 0.4000000005 - 0.042105263157894736 / 1.580901532110301, 1e-9);
}

// By hand: the step of Adam above, from 0.5 x (1 - 0.1 x 0.01) = 0.4995.
TEST(OptimizerOracle, AdamWDecaysTheWeightBesideTheStep) {
  Problem problem = one_tensor(Rule::adamw, 1);
  problem.settings.learning_rate = 0.1;
  EXPECT_NEAR(replayed(problem, {.weight = 0.5}, {2}).weight, 0.3995000005, 1e-15);
}

TEST(OptimizerOracle, ItsBoundGrowsByAFewRoundingsPerStep) {
  const Problem problem = one_tensor(Rule::adamw, 1);
  Replayed r{.weight = 1};
  double before = 0;
  for (int64_t step = 0; step < 100; ++step) {
    replay(exact_scalars(problem, step), 0.5, r);
    EXPECT_GT(r.weight_error, before);
    EXPECT_LT(r.weight_error - before, 8 * 0x1p-24);
    before = r.weight_error;
  }
}

TEST(Optimizer, UnevenTensorsFillTheArenaWithoutGaps) {
  for (const auto& [count, tensors] :
       {std::pair{1, 1}, std::pair{150, 150}, std::pair{1000003, 150}, std::pair{7, 2}}) {
    const std::vector<Part> parts = uneven_tensors(count, tensors);
    ASSERT_EQ(std::ssize(parts), tensors);
    int64_t next = 0;
    for (const Part& part : parts) {
      EXPECT_EQ(part.first, next);
      EXPECT_GE(part.count, 1);
      next += part.count;
    }
    EXPECT_EQ(next, count);
  }
  const std::vector<Part> parts = uneven_tensors(1000003, 150);
  EXPECT_GT(parts[0].count, 50 * parts[1].count);
  EXPECT_THROW(uneven_tensors(3, 4), std::invalid_argument);
}

TEST(Optimizer, TensorsWithGapsAreRefused) {
  FakeDevice device;
  Problem problem = one_tensor(Rule::sgd, 8);
  problem.tensors.push_back({9, 4});
  EXPECT_THROW(Data(device, problem, 1, DataKind::random, 1), std::invalid_argument);
  problem.tensors.clear();
  EXPECT_THROW(Data(device, problem, 1, DataKind::random, 1), std::invalid_argument);
}

// Read p, g, m, v and written p, m, v: 28 bytes; in bf16 2 + 12 are read and 2 + 12 written.
TEST(Optimizer, CountsWhatEachRuleReadsAndWrites) {
  EXPECT_EQ(bytes_per_parameter(Rule::sgd, DType::f32), Bytes(12));
  EXPECT_EQ(bytes_per_parameter(Rule::momentum, DType::f32), Bytes(20));
  EXPECT_EQ(bytes_per_parameter(Rule::adam, DType::f32), Bytes(28));
  EXPECT_EQ(bytes_per_parameter(Rule::adamw, DType::f32), Bytes(28));
  EXPECT_EQ(bytes_per_parameter(Rule::sgd, DType::bf16), Bytes(12));
  EXPECT_EQ(bytes_per_parameter(Rule::adamw, DType::bf16), Bytes(28));
}

TEST(Optimizer, ChargesItsTrafficToMemory) {
  const DeviceInfo device = fake_device_info();
  const Work f32 = work(one_tensor(Rule::adamw, 1000), device, Cache::cold);
  EXPECT_EQ(f32.amounts.at(Resource::dram), 28000);
  EXPECT_EQ(f32.operations, 1000);
  EXPECT_EQ(f32.working_set.value, 16000);
  const Work small = work(one_tensor(Rule::adamw, 1000), device, Cache::hot);
  EXPECT_EQ(small.amounts.at(Resource::l1_read), 16000);
  EXPECT_EQ(small.amounts.at(Resource::l1_write), 12000);
  const Work bf16 = work(one_tensor(Rule::adamw, 1000, DType::bf16), device, Cache::hot);
  EXPECT_EQ(bf16.amounts.at(Resource::l1_read), 14000);
  EXPECT_EQ(bf16.amounts.at(Resource::l1_write), 14000);
}

TEST(Optimizer, OperandsThatARuleDoesNotHaveAreNull) {
  FakeDevice device;
  Data sgd(device, one_tensor(Rule::sgd, 16), 1, DataKind::random, 9);
  EXPECT_TRUE(!sgd.operands(0).m && !sgd.operands(0).v && !sgd.operands(0).parameters);
  Data momentum(device, one_tensor(Rule::momentum, 16, DType::bf16), 1, DataKind::random, 9);
  EXPECT_TRUE(momentum.operands(0).m && !momentum.operands(0).v && momentum.operands(0).parameters);
}

TEST(Optimizer, AStepThatWasNotTakenOrNotCountedIsWrong) {
  FakeDevice device;
  const Problem problem = one_tensor(Rule::sgd, 16);
  Data data(device, problem, 1, DataKind::random, 9);
  const Operands o = data.operands(0);
  const auto step = [&](bool count) {
    return data.counting(0, [=](Queue&) {
      const auto* gradients = static_cast<const float*>(o.gradients);
      for (int i = 0; i < 16; ++i) o.weights[i] -= scalars(problem, *o.steps).learning_rate * gradients[i];
      if (count) ++*o.steps;
    });
  };
  data.reset(0);
  EXPECT_NE(data.check().where.find("no step"), std::string::npos);
  step(true)(device.queue());
  EXPECT_TRUE(data.check().ok) << data.check().where;
  step(false)(device.queue());
  EXPECT_NE(data.check().where.find("counted as 1 after 2"), std::string::npos) << data.check().where;
}

TEST(Optimizer, RulesAreFoundByName) {
  for (const RuleRow& row : rules) EXPECT_EQ(rule_named(row.name), row.id);
  EXPECT_FALSE(rule_named("lion"));
}

}  // namespace
}  // namespace gpupeak::optimizer
