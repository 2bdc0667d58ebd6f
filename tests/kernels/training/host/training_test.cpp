#include "kernels/training/training.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <array>
#include <bit>
#include <cmath>
#include <numeric>

#include "device/host/host_device.h"
#include "kernels/common/host/isa.h"
#include "kernels/families.h"
#include "kernels/optimizer/optimizer.h"
#include "kernels/training/digits.h"
#include "kernels/training/follow.h"
#include "kernels/training/host/rows.h"
#include "kernels/training/oracle.h"

namespace gpupeak::host {
namespace {

Device& host_training_machine() {
  static const std::unique_ptr<Device> device = open_host({.probe = false});
  return *device;
}

// Runs one launch as a run does: a vendor's rung on the library's own threads.
void host_training_run(const training::Rung& rung, const Launch& launch) {
  host_training_machine().time(
      {.sets = std::span(&launch, 1), .threads = !rung.vendor.empty() ? Threads::vendors : Threads::ours});
}

// The model `cnn` as it usually is.
training::Problem cnn(DType dtype, int64_t batch, int64_t batches) {
  const training::Model& model = *training::model_named("cnn");
  return {.model = &model,
          .dtype = dtype,
          .rule = model.usual,
          .settings = settings_of(model, model.usual),
          .batch = batch,
          .batches = batches};
}

// The batch of a set that a step learns from.
training::Batch batch_of(const training::Operands& o, const training::Problem& problem, int64_t step) {
  const auto rows = static_cast<size_t>(problem.batch), first = static_cast<size_t>(step % problem.batches) * rows;
  const auto pixels = static_cast<size_t>(inputs_of(*problem.model));
  return {{o.images + first * pixels, rows * pixels}, {o.labels + first, rows}};
}

// Pictures that no set of these tests has, and their classes.
struct Others {
  std::vector<float> images;
  std::vector<int32_t> labels;
  Others(const training::Pictures& pictures, int64_t count)
      : images(static_cast<size_t>(count * pictures.size)), labels(static_cast<size_t>(count)) {
    const auto size = static_cast<size_t>(pictures.size);
    for (size_t i = 0; i < labels.size(); ++i) {
      labels[i] = pictures.label(99, i);
      pictures.draw(99, i, std::span(images).subspan(i * size, size));
    }
  }
};

double accuracy_after(const training::Problem& problem, int steps, int64_t asked) {
  const training::Rung& own = *kernels::host_kernels().of<training::Rung>().front();
  training::Data data(host_training_machine(), problem, DataKind::random, 1);
  data.reset(0);
  const training::Operands o = data.operands();
  const training::Launches parts = own.bind(host_training_machine(), problem, o);
  for (int step = 0; step < steps; ++step)
    for (const Launch& part : parts) host_training_run(own, part);
  const std::vector<double> weights(o.weights, o.weights + parameters_of(*problem.model));
  const Others others(*problem.model->pictures, asked);
  return training::accuracy(*problem.model, {others.images, others.labels}, weights);
}

Check after_steps(const training::Rung& rung, const training::Problem& problem, int steps) {
  training::Data data(host_training_machine(), problem, DataKind::random, 3);
  data.reset(0);
  const Launch step = data.step(rung.bind(host_training_machine(), problem, data.operands()));
  for (int i = 0; i < steps; ++i) host_training_run(rung, step);
  return data.check();
}

TEST(HostTraining, EveryRungIsRightForEveryRuleAndRaggedBatches) {
  using Rules = std::span<const optimizer::RuleRow>;
  const Rules all(optimizer::rules);
  for (const training::Rung* rung : kernels::host_kernels().of<training::Rung>())
    for (const auto& [dtype, rules] : {std::pair<DType, Rules>(DType::f32, all), {DType::bf16, all.last(1)}})
      for (const auto& rule : rules)
        for (const int64_t batch : {1, 3, 37}) {
          const training::Problem problem{.dtype = dtype, .rule = rule.id, .batch = batch, .batches = 2};
          if (!rung->takes(dtype) || rung->refuses(host_training_machine().info(), problem)) continue;
          const Check check = after_steps(*rung, problem, 3);
          EXPECT_TRUE(check.ok) << rung->name << ' ' << row(dtype).name << ' ' << rule.name << ' ' << batch << ": "
                                << check.where;
          EXPECT_GT(check.compared, 3 * 2 * 101770);
        }
}

TEST(HostTraining, TheCnnIsRightForEveryRungAndRaggedBatches) {
  for (const training::Rung* rung : kernels::host_kernels().of<training::Rung>())
    for (const DType dtype : {DType::f32, DType::bf16})
      for (const int64_t batch : {1, 3, 11}) {
        const training::Problem problem = cnn(dtype, batch, 2);
        if (!rung->takes(dtype) || rung->refuses(host_training_machine().info(), problem)) continue;
        const Check check = after_steps(*rung, problem, 2);
        EXPECT_TRUE(check.ok) << rung->name << ' ' << row(dtype).name << ' ' << batch << ": " << check.where;
        EXPECT_GT(check.compared, 2 * 3 * parameters_of(*problem.model));
      }
}

TEST(HostTraining, OpenBlasRefusesTheCnnForItsConvolutions) {
  const training::Rung& openblas = *kernels::host_kernels().of<training::Rung>()[1];
  const auto reason = openblas.refuses(host_training_machine().info(), cnn(DType::f32, 1, 1));
  ASSERT_TRUE(reason);
  EXPECT_NE(reason->find("no convolutions"), std::string::npos) << *reason;
}

TEST(HostTraining, WithBf16TheWeightsOfProductsAreRoundedAndTheirMastersKeepSmallSteps) {
  const training::Problem problem{.dtype = DType::bf16, .batch = 32, .batches = 4};
  const training::Rung& own = *kernels::host_kernels().of<training::Rung>().front();
  if (own.refuses(host_training_machine().info(), problem))
    GTEST_SKIP() << *own.refuses(host_training_machine().info(), problem);
  training::Data data(host_training_machine(), problem, DataKind::random, 7);
  data.reset(0);
  const training::Operands o = data.operands();
  training::Reference reference(problem, {o.weights, 101770});
  const Launch step = data.step(own.bind(host_training_machine(), problem, o));
  int finer = 0;
  for (int64_t i = 0; i < 10; ++i) {
    host_training_run(own, step);
    const auto from = static_cast<size_t>(i % problem.batches * problem.batch);
    const double expected =
        reference.step({{o.images + from * digits::pixels, 32 * digits::pixels}, {o.labels + from, 32}});
    EXPECT_NEAR(o.losses[i], expected, 0.03 * expected + 0.003) << "step " << i;  // 8 bits of every operand
  }
  for (int64_t i = 0; i < 784 * 128; ++i) finer += as_float(o.weights16[i]) != o.weights[i] ? 1 : 0;
  EXPECT_GT(finer, 90000);
}

// The losses of ten steps from one state, in double all the way, beside those of f32.
void expect_losses_follow_the_reference(const training::Problem& problem, double tolerance) {
  std::vector<double> expected;
  for (const training::Rung* rung : kernels::host_kernels().of<training::Rung>()) {
    if (rung->refuses(host_training_machine().info(), problem)) continue;
    training::Data data(host_training_machine(), problem, DataKind::random, 7);
    data.reset(0);
    const training::Operands o = data.operands();
    const Launch step = data.step(rung->bind(host_training_machine(), problem, o));
    if (expected.empty()) {
      training::Reference reference(problem, {o.weights, static_cast<size_t>(parameters_of(*problem.model))});
      for (int64_t i = 0; i < 10; ++i) expected.push_back(reference.step(batch_of(o, problem, i)));
    }
    for (int64_t i = 0; i < 10; ++i) {
      host_training_run(*rung, step);
      const double right = expected[static_cast<size_t>(i)];
      EXPECT_NEAR(o.losses[i], right, tolerance * right) << rung->name << " step " << i;
    }
    EXPECT_LT(o.losses[9], expected.front()) << rung->name;
  }
}

TEST(HostTraining, TheFirstTenLossesFollowTheReference) {
  expect_losses_follow_the_reference({.batch = 32, .batches = 4}, 1e-5);
}
// Rounding grows from step to step through pools and momentum: two compilers' sums are 2e-5 of a small loss apart.
TEST(HostTraining, TheFirstTenLossesOfTheCnnFollowTheReference) {
  expect_losses_follow_the_reference(cnn(DType::f32, 9, 2), 1e-4);
}

void expect_the_same_bits_again(const training::Problem& problem, int steps) {
  const training::Rung& own = *kernels::host_kernels().of<training::Rung>().front();
  std::vector<std::vector<float>> results;
  for (int repeat = 0; repeat < 2; ++repeat) {
    training::Data data(host_training_machine(), problem, DataKind::random, 3);
    data.reset(0);
    const training::Operands o = data.operands();
    const training::Launches parts = own.bind(host_training_machine(), problem, o);
    for (int i = 0; i < steps; ++i)
      for (const Launch& part : parts) host_training_run(own, part);
    results.emplace_back(o.weights, o.weights + parameters_of(*problem.model));
  }
  EXPECT_EQ(results[0], results[1]);
}

TEST(HostTraining, OneSeedGivesTheSameBitsAgain) {
  expect_the_same_bits_again({.batch = 48, .batches = 2}, 12);
  expect_the_same_bits_again(cnn(DType::f32, 19, 2), 4);
}

// 2048 pictures to learn from, 500 others to be asked about.
TEST(HostTraining, TheMlpLearnsDigitsItHasNotSeen) {
  EXPECT_GE(accuracy_after({.batch = 64, .batches = 32}, 20 * 32, 500), 0.95);
}

// 768 pictures to learn from, 300 others to be asked about.
TEST(HostTraining, TheCnnLearnsTexturesItHasNotSeen) {
  EXPECT_GE(accuracy_after(cnn(DType::f32, 32, 24), 6 * 24, 300), 0.9);
}

TEST(HostTraining, ALossThatDivergesIsAFaultAndNotASpeed) {
  training::Problem problem{.rule = optimizer::Rule::sgd, .batch = 16, .batches = 1};
  problem.settings.learning_rate = 1e38;
  const Check check = after_steps(*kernels::host_kernels().of<training::Rung>().front(), problem, 3);
  EXPECT_FALSE(check.ok);
  EXPECT_NE(check.where.find("diverged"), std::string::npos) << check.where;
  EXPECT_NE(check.where.find("smaller learning rate"), std::string::npos) << check.where;
}

// What is wrong in one place of one arena after a right step must show.
TEST(HostTraining, EveryPlantedFaultIsCaught) {
  const training::Problem problem{.batch = 5, .batches = 1};
  const training::Rung& own = *kernels::host_kernels().of<training::Rung>().front();
  training::Data data(host_training_machine(), problem, DataKind::random, 3);
  const training::Operands o = data.operands();
  const Launch step = data.step(own.bind(host_training_machine(), problem, o));
  const auto caught = [&](const char* what, const char* place, const std::function<void()>& spoil) {
    data.reset(1);
    host_training_run(own, step);
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

// Spoilt before the optimizer has seen it, so that nothing but the gradient is wrong.
TEST(HostTraining, AWrongGradientOfAnyTensorOfTheCnnIsCaught) {
  for (const DType dtype : {DType::f32, DType::bf16}) {
    const training::Problem problem = cnn(dtype, 5, 1);
    if (kernels::host_kernels().of<training::Rung>().front()->refuses(host_training_machine().info(), problem))
      continue;
    training::Data data(host_training_machine(), problem, DataKind::random, 3);
    const training::Operands o = data.operands();
    const training::Launches right =
        kernels::host_kernels().of<training::Rung>().front()->bind(host_training_machine(), problem, o);
    for (const auto& tensor : update_of(problem).tensors) {
      const int64_t at = tensor.first + tensor.count - 1;
      training::Launches launches = right;
      launches[static_cast<size_t>(training::Part::backward)] = [&](Queue& queue) {
        right[static_cast<size_t>(training::Part::backward)](queue);
        o.gradients[at] += 1e-3f;
      };
      data.reset(1);
      host_training_run(*kernels::host_kernels().of<training::Rung>().front(), data.step(launches));
      const Check check = data.check();
      EXPECT_FALSE(check.ok) << at;
      EXPECT_NE(check.where.find(fmt::format("gradients[{}]", at)), std::string::npos) << check.where;
    }
  }
}

// A check that allows as much as a gradient is would see nothing.
TEST(HostTraining, WhatACheckAllowsIsSmallBesideEveryTensor) {
  for (const DType dtype : {DType::f32, DType::bf16}) {
    const training::Problem problem = cnn(dtype, 11, 1);
    const training::Rung& own = *kernels::host_kernels().of<training::Rung>().front();
    if (own.refuses(host_training_machine().info(), problem)) continue;
    training::Data data(host_training_machine(), problem, DataKind::random, 3);
    data.reset(0);
    const training::Operands o = data.operands();
    const auto parameters = static_cast<size_t>(parameters_of(*problem.model)),
               activations = static_cast<size_t>(problem.batch * activations_of(*problem.model));
    const std::vector<float> weights(o.weights, o.weights + parameters);
    host_training_run(own, data.step(own.bind(host_training_machine(), problem, o)));
    int gradients = 0;
    follow(problem, {batch_of(o, problem, 0), weights, {o.activations, activations}, {o.deltas, activations}},
           [&](training::Place place, int64_t first, const training::Bounded& expected) {
             double size = 0, error = 0;
             for (const double value : expected.value) size += std::abs(value);
             for (const double off : expected.error) error += off;
             EXPECT_LE(error, 0.02 * size) << row(dtype).name << ' ' << static_cast<int>(place) << ' ' << first;
             gradients += place == training::Place::gradients ? 1 : 0;
           });
    EXPECT_EQ(gradients, 6);
  }
}

TEST(HostTraining, AWeightOfTheCnnThatIsNoNumberIsAFault) {
  const training::Problem problem = cnn(DType::f32, 3, 1);
  const training::Rung& own = *kernels::host_kernels().of<training::Rung>().front();
  training::Data data(host_training_machine(), problem, DataKind::random, 3);
  const training::Operands o = data.operands();
  const Launch step = data.step(own.bind(host_training_machine(), problem, o));
  for (const auto& tensor : update_of(problem).tensors) {
    data.reset(1);
    o.weights[tensor.first] = std::nanf("");
    host_training_run(own, step);
    const Check check = data.check();
    EXPECT_FALSE(check.ok) << tensor.first;
    EXPECT_NE(check.where.find("diverged to nan"), std::string::npos) << check.where;
  }
}

struct Width {
  const char* feature;
  const Rows& rows;
};
constexpr std::array widths{Width{"", rows_vector128}, Width{"avx2", rows_avx2}, Width{"avx512bw", rows_avx512}};

TEST(HostTraining, RowsOfEveryWidthAreRight) {
  for (const auto& [feature, rows] : widths) {
    if (*feature && !has_feature(host_training_machine().info(), feature)) continue;
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

// Halfway between two numbers of bf16 the even one is nearest; sums of many that were all rounded away from zero drift.
TEST(HostTraining, RowsOfEveryWidthAreRoundedWithTiesToEven) {
  for (const auto& [feature, rows] : widths) {
    if (*feature && !has_feature(host_training_machine().info(), feature)) continue;
    std::vector<float> from(67);  // whole vectors of every width, and some elements more
    std::vector<BFloat16> to(from.size());
    for (size_t i = 0; i < from.size(); ++i) {
      const auto upper = static_cast<uint32_t>((i % 3 == 0 ? 0xbf80 : 0x3f80) + i);
      from[i] = std::bit_cast<float>(upper << 16 | 0x8000u);
    }
    rows.round(from.data(), to.data(), std::ssize(from));
    for (size_t i = 0; i < from.size(); ++i) {
      const uint32_t upper = std::bit_cast<uint32_t>(from[i]) >> 16;
      EXPECT_EQ(to[i].bits(), upper + upper % 2) << feature << ' ' << i;
    }
  }
}

// Pictures of 2 x 4 pixels: two results of each channel.
TEST(HostTraining, PoolsOfEveryWidthAreRight) {
  for (const auto& [feature, rows] : widths) {
    if (*feature && !has_feature(host_training_machine().info(), feature)) continue;
    for (const int64_t channels : {1, 3, 16, 33, 64}) {
      const auto size = static_cast<size_t>(8 * channels), width = static_cast<size_t>(channels);
      std::vector<float> x(size), bias(width), pooled(2 * width), delta(2 * width, 1.0f), to(size, 9.0f);
      for (size_t i = 0; i < size; ++i) x[i] = static_cast<float>(mix(3, i) % 5) - 2;  // many are alike
      for (size_t i = 0; i < width; ++i) bias[i] = static_cast<float>(i % 3) - 1;
      std::vector<float> out = x;
      rows.pool(out.data(), bias.data(), pooled.data(), 2, 4, channels, true);
      rows.unpool(out.data(), pooled.data(), delta.data(), to.data(), 2, 4, channels, true);
      for (size_t i = 0; i < 2 * width; ++i) {
        const size_t column = i / width, channel = i % width;
        float largest = 0;
        size_t first = size;
        for (const size_t pixel : {2 * column, 2 * column + 1, 4 + 2 * column, 5 + 2 * column}) {
          const size_t at = pixel * width + channel;
          EXPECT_EQ(out[at], std::max(x[at] + bias[channel], 0.0f)) << feature << ' ' << at;
          if (out[at] > largest) largest = out[at], first = at;
        }
        EXPECT_EQ(pooled[i], largest) << feature << ' ' << i;
        for (const size_t pixel : {2 * column, 2 * column + 1, 4 + 2 * column, 5 + 2 * column})
          EXPECT_EQ(to[pixel * width + channel], pixel * width + channel == first ? 1.0f : 0.0f) << feature;
      }
    }
  }
}

TEST(HostTraining, APooledNanStaysOneWhereverItIs) {
  for (const auto& [feature, rows] : widths) {
    if (*feature && !has_feature(host_training_machine().info(), feature)) continue;
    for (const int64_t channels : {1, 16})
      for (size_t pixel = 0; pixel < 4; ++pixel) {
        const auto width = static_cast<size_t>(channels);
        std::vector<float> x(4 * width, 1.0f), bias(width), pooled(width);
        x[pixel * width] = std::nanf("");
        rows.pool(x.data(), bias.data(), pooled.data(), 2, 2, channels, true);
        EXPECT_TRUE(std::isnan(pooled[0])) << feature << ' ' << pixel;
      }
  }
}

}  // namespace
}  // namespace gpupeak::host
