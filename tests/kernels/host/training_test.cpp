#include "kernels/training.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

#include "device/host/host_device.h"
#include "kernels/digits.h"
#include "kernels/host/isa.h"
#include "kernels/host/training/ladder.h"
#include "kernels/host/training/rows.h"
#include "kernels/training_oracle.h"

namespace gpupeak::host {
namespace {

using training::Problem;

Device& machine() {
  static const std::unique_ptr<Device> device = open_host(false);
  return *device;
}

// Runs one launch as a run does: a vendor's rung on the library's own threads.
void run(const training::Rung& rung, const Launch& launch) {
  machine().time({.sets = std::span(&launch, 1), .threads = rung.vendor ? Threads::vendors : Threads::ours});
}

Check after_steps(const training::Rung& rung, const Problem& problem, int steps) {
  training::Data data(machine(), problem, DataKind::random, 3);
  data.reset(0);
  const Launch step = data.step(rung.bind(machine(), problem, data.operands()));
  for (int i = 0; i < steps; ++i) run(rung, step);
  return data.check();
}

TEST(HostTraining, EveryRungIsRightForEveryRuleAndRaggedBatches) {
  using Rules = std::span<const optimizer::RuleRow>;
  const Rules all(optimizer::rules);
  for (const training::Rung* rung : training_ladder())
    for (const auto& [dtype, rules] : {std::pair<DType, Rules>(DType::f32, all), {DType::bf16, all.last(1)}})
      for (const auto& rule : rules)
        for (const int64_t batch : {1, 3, 37}) {
          const Problem problem{.dtype = dtype, .rule = rule.id, .batch = batch, .batches = 2};
          if (!rung->takes(dtype) || rung->refuses(machine().info(), problem)) continue;
          const Check check = after_steps(*rung, problem, 3);
          EXPECT_TRUE(check.ok) << rung->name << ' ' << row(dtype).name << ' ' << rule.name << ' ' << batch << ": "
                                << check.where;
          EXPECT_GT(check.compared, 3 * 2 * 101770);
        }
}

TEST(HostTraining, WithBf16TheWeightsOfProductsAreRoundedAndTheirMastersKeepSmallSteps) {
  const Problem problem{.dtype = DType::bf16, .batch = 32, .batches = 4};
  const training::Rung& own = *training_ladder().front();
  if (own.refuses(machine().info(), problem)) GTEST_SKIP() << *own.refuses(machine().info(), problem);
  training::Data data(machine(), problem, DataKind::random, 7);
  data.reset(0);
  const training::Operands o = data.operands();
  training::Reference reference(problem, {o.weights, 101770});
  const Launch step = data.step(own.bind(machine(), problem, o));
  int finer = 0;
  for (int64_t i = 0; i < 10; ++i) {
    run(own, step);
    const auto from = static_cast<size_t>(i % problem.batches * problem.batch);
    const double expected =
        reference.step({{o.images + from * digits::pixels, 32 * digits::pixels}, {o.labels + from, 32}});
    EXPECT_NEAR(o.losses[i], expected, 0.03 * expected + 0.003) << "step " << i;  // 8 bits of every operand
  }
  for (int64_t i = 0; i < 784 * 128; ++i) finer += as_float(o.weights16[i]) != o.weights[i] ? 1 : 0;
  EXPECT_GT(finer, 90000);
}

// The losses of ten steps from one state, in double all the way, beside those of f32.
TEST(HostTraining, TheFirstTenLossesFollowTheReference) {
  for (const training::Rung* rung : training_ladder()) {
    const Problem problem{.batch = 32, .batches = 4};
    if (rung->refuses(machine().info(), problem)) continue;
    training::Data data(machine(), problem, DataKind::random, 7);
    data.reset(0);
    const training::Operands o = data.operands();
    training::Reference reference(problem, {o.weights, 101770});
    const Launch step = data.step(rung->bind(machine(), problem, o));
    double first = 0;
    for (int64_t i = 0; i < 10; ++i) {
      run(*rung, step);
      const auto from = static_cast<size_t>(i % problem.batches * problem.batch);
      const double expected =
          reference.step({{o.images + from * digits::pixels, 32 * digits::pixels}, {o.labels + from, 32}});
      if (i == 0) first = expected;
      EXPECT_NEAR(o.losses[i], expected, 1e-5 * expected) << rung->name << " step " << i;
    }
    EXPECT_LT(o.losses[9], first) << rung->name;
  }
}

TEST(HostTraining, OneSeedGivesTheSameBitsAgain) {
  const Problem problem{.batch = 48, .batches = 2};
  const training::Rung& own = *training_ladder().front();
  std::vector<std::vector<float>> results;
  for (int repeat = 0; repeat < 2; ++repeat) {
    training::Data data(machine(), problem, DataKind::random, 3);
    data.reset(0);
    const training::Operands o = data.operands();
    const Launch step = data.step(own.bind(machine(), problem, o));
    for (int i = 0; i < 12; ++i) run(own, step);
    results.emplace_back(o.weights, o.weights + 101770);
  }
  EXPECT_EQ(results[0], results[1]);
}

// 2048 pictures to learn from, 500 others to be asked about.
TEST(HostTraining, TheMlpLearnsDigitsItHasNotSeen) {
  const Problem problem{.batch = 64, .batches = 32};
  const training::Rung& own = *training_ladder().front();
  training::Data data(machine(), problem, DataKind::random, 1);
  data.reset(0);
  const training::Operands o = data.operands();
  const training::Launches parts = own.bind(machine(), problem, o);
  for (int step = 0; step < 20 * 32; ++step)
    for (const Launch& part : parts) run(own, part);
  constexpr int64_t asked = 500;
  std::vector<float> images(asked * digits::pixels);
  std::vector<int32_t> labels(asked);
  for (int64_t i = 0; i < asked; ++i) {
    labels[static_cast<size_t>(i)] = digits::label(99, static_cast<uint64_t>(i));
    digits::draw(99, static_cast<uint64_t>(i),
                 std::span(images).subspan(static_cast<size_t>(i) * digits::pixels, digits::pixels));
  }
  const std::vector<double> weights(o.weights, o.weights + 101770);
  EXPECT_GE(training::accuracy(*problem.model, {images, labels}, weights), 0.95);
}

TEST(HostTraining, ALossThatDivergesIsAFaultAndNotASpeed) {
  Problem problem{.rule = optimizer::Rule::sgd, .batch = 16, .batches = 1};
  problem.settings.learning_rate = 1e38;
  const Check check = after_steps(*training_ladder().front(), problem, 3);
  EXPECT_FALSE(check.ok);
  EXPECT_NE(check.where.find("diverged"), std::string::npos) << check.where;
  EXPECT_NE(check.where.find("smaller learning rate"), std::string::npos) << check.where;
}

// What is wrong in one place of one arena after a right step must show.
TEST(HostTraining, EveryPlantedFaultIsCaught) {
  const Problem problem{.batch = 5, .batches = 1};
  const training::Rung& own = *training_ladder().front();
  training::Data data(machine(), problem, DataKind::random, 3);
  const training::Operands o = data.operands();
  const Launch step = data.step(own.bind(machine(), problem, o));
  const auto caught = [&](const char* what, const char* place, const std::function<void()>& spoil) {
    data.reset(1);
    run(own, step);
    spoil();
    const Check check = data.check();
    EXPECT_FALSE(check.ok) << what << " went unseen";
    EXPECT_NE(check.where.find(place), std::string::npos) << what << ": " << check.where;
  };
  caught("a wrong gradient", "[101769]", [&] { o.gradients[101769] += 1e-4f; });
  caught("a NaN gradient", "gradients[500]", [&] { o.gradients[500] = std::nanf(""); });
  caught("a wrong weight", "weights[7]", [&] { o.weights[7] += 1e-5f; });
  caught("a wrong moment", "v[101768]", [&] { o.v[101768] += 1e-5f; });
  caught("a wrong loss", "loss", [&] { o.losses[0] *= 1.05f; });
  caught("an overwritten set", "'images'", [&] { const_cast<float*>(o.images)[3] += 1; });
  caught("a store past the end", "'weights'", [&] { o.weights[101770] = 1; });
  caught("another batch", "did not learn", [&] { o.targets[0] += 1; });
}

TEST(HostTraining, RowsOfEveryWidthAreRight) {
  struct Width {
    const char* feature;
    const Rows& rows;
  };
  for (const auto& [feature, rows] :
       {Width{"", rows_vector128}, Width{"avx2", rows_avx2}, Width{"avx512f", rows_avx512}}) {
    if (*feature && !has_feature(machine().info(), feature)) continue;
    for (const int64_t columns : {1, 10, 16, 33, 128}) {
      const auto size = static_cast<size_t>(3 * columns);
      std::vector<float> x(size), bias(static_cast<size_t>(columns)), sums(static_cast<size_t>(columns));
      for (size_t i = 0; i < size; ++i) x[i] = static_cast<float>(i % 7) - 3;
      for (size_t i = 0; i < bias.size(); ++i) bias[i] = static_cast<float>(i % 3) - 1;
      std::vector<float> out = x, gated(size, 1.0f);
      rows.add_bias(out.data(), bias.data(), 3, columns, true);
      rows.sum(x.data(), sums.data(), 3, columns);
      rows.gate(gated.data(), out.data(), std::ssize(gated));
      for (size_t i = 0; i < size; ++i) {
        const float expected = std::max(x[i] + bias[i % bias.size()], 0.0f);
        EXPECT_EQ(out[i], expected) << feature << ' ' << i;
        EXPECT_EQ(gated[i], expected > 0 ? 1.0f : 0.0f) << feature << ' ' << i;
      }
      for (size_t j = 0; j < bias.size(); ++j) EXPECT_EQ(sums[j], x[j] + x[j + bias.size()] + x[j + 2 * bias.size()]);
    }
  }
}

}  // namespace
}  // namespace gpupeak::host
