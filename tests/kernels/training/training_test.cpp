#include "kernels/training/training.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "core/buffer.h"
#include "kernels/training/digits.h"
#include "kernels/training/oracle.h"
#include "tests/support/fake_device.h"

namespace gpupeak::training {
namespace {

using gpupeak::testing::fake_device_info;
using gpupeak::testing::FakeDevice;

constexpr std::array small_layers{Layer{6, 5, true}, Layer{5, 4, true}, Layer{4, 3, false}};
constexpr Model small{"small", small_layers, "three layers for tests"};

constexpr std::array small_cnn_layers{convolution(6, 2, 3, 3, true), max_pool(6, 3), dense(27, 5, true),
                                      dense(5, 3, false)};
constexpr Model small_cnn{"small cnn", small_cnn_layers, "all kinds of layers for tests"};

struct Made {
  std::vector<float> images;
  std::vector<int32_t> labels;
  std::vector<double> weights;
  Batch batch() const { return {images, labels}; }
};

Made made(const Model& model, int64_t batch, uint64_t seed) {
  Made made;
  for (int64_t i = 0; i < batch * inputs_of(model); ++i)
    made.images.push_back(static_cast<float>(generated(DataKind::random, seed, static_cast<uint64_t>(i))));
  for (int64_t i = 0; i < batch; ++i)
    made.labels.push_back(
        static_cast<int32_t>(mix(seed, static_cast<uint64_t>(i)) % static_cast<uint64_t>(classes_of(model))));
  for (int64_t i = 0; i < parameters_of(model); ++i)
    made.weights.push_back(generated(DataKind::random, seed + 1, static_cast<uint64_t>(i)));
  return made;
}

double difference(const Model& model, const Made& made, size_t at, double step) {
  std::vector<double> up = made.weights, down = made.weights;
  up[at] += step, down[at] -= step;
  return (loss(model, made.batch(), up) - loss(model, made.batch(), down)) / (2 * step);
}

// Central differences of the loss. Where a kink of ReLU lies between both points, differences of half the step differ.
void expect_gradients_are_differences(const Model& model, int64_t batch, int per_tensor) {
  const Made given = made(model, batch, 11);
  const Derived derived = derive(model, given.batch(), given.weights);
  Problem problem;
  problem.model = &model;
  problem.batch = batch;
  double largest = 0;
  for (const double gradient : derived.gradients) largest = std::max(largest, std::abs(gradient));
  for (const auto& tensor : update_of(problem).tensors) {
    int looked_at = 0;
    for (uint64_t draw = 0; draw < 4 * static_cast<uint64_t>(per_tensor) && looked_at < per_tensor; ++draw) {
      const auto at = static_cast<size_t>(tensor.first) + mix(5, draw) % static_cast<uint64_t>(tensor.count);
      const double wide = difference(model, given, at, 1e-4), narrow = difference(model, given, at, 5e-5);
      const double better = (4 * narrow - wide) / 3;  // without the term of the second order (L. Richardson, 1911)
      if (std::abs(wide - narrow) > 1e-5 * std::max(std::abs(narrow), 1e-3 * largest)) continue;  // a kink
      ++looked_at;
      EXPECT_LE(std::abs(better - derived.gradients[at]), 1e-6 * std::max(std::abs(better), 1e-3 * largest))
          << "parameter " << at;
    }
    EXPECT_GE(looked_at, per_tensor / 2) << "too many kinks in the tensor at " << tensor.first;
  }
}

TEST(TrainingOracle, GradientsAreCentralDifferencesOfTheLoss) { expect_gradients_are_differences(small, 7, 50); }
TEST(TrainingOracle, GradientsOfTheMlpAreCentralDifferencesToo) {
  expect_gradients_are_differences(*model_named("mlp"), 4, 50);
}

TEST(TrainingOracle, GradientsOfAConvolutionAndAMaxPoolAreCentralDifferencesToo) {
  expect_gradients_are_differences(small_cnn, 5, 50);
}
TEST(TrainingOracle, GradientsOfTheCnnAreCentralDifferencesToo) {
  expect_gradients_are_differences(*model_named("cnn"), 1, 6);
}

// By hand: outputs 1, 0 and 0 for class 0: -log(e / (e + 2)) = 0.551444713932051; of equal outputs log 3.
TEST(TrainingOracle, TheLossIsTheCrossEntropyThatAHandCalculates) {
  static constexpr std::array one{Layer{1, 3, false}};
  const Model model{"one", one, ""};
  const std::vector<float> image{1};
  const std::vector<int32_t> label{0};
  EXPECT_NEAR(loss(model, {image, label}, std::vector<double>{1, 0, 0, 0, 0, 0}), 0.551444713932051, 1e-14);
  EXPECT_NEAR(loss(model, {image, label}, std::vector<double>{0, 0, 0, 2, 2, 2}), std::log(3), 1e-14);
}

void expect_small_bounds(const Model& model) {
  const Made given = made(model, 16, 3);
  const Derived derived = derive(model, given.batch(), given.weights);
  double error = 0, size = 0;
  for (size_t i = 0; i < derived.gradients.size(); ++i) {
    error += derived.errors[i];
    size += std::abs(derived.gradients[i]);
  }
  EXPECT_GT(error, 0);
  EXPECT_LT(error, 1e-4 * size);
}
TEST(TrainingOracle, ItsBoundIsSmallBesideTheGradients) { expect_small_bounds(small); }

TEST(Training, CountsForwardAndBackwardWithoutTheInputsOfTheFirstLayer) {
  const Problem problem{.batch = 32};
  const Work step = work(problem, fake_device_info());
  const double first = 784.0 * 128, second = 128.0 * 10;
  EXPECT_EQ(step.model_flops, 3 * 2 * 32 * (first + second));
  EXPECT_EQ(step.amounts.at(Resource::fp32), 2 * 32 * (2 * first + 3 * second));
  EXPECT_EQ(step.samples, 32);
  double of_phases = 0;
  for (const Part part : parts) of_phases += total_flops(work(problem, fake_device_info(), part, Cache::hot)).value;
  EXPECT_EQ(of_phases, total_flops(step).value);
}

TEST(Training, AllTensorsLieInTheArenasWithoutGaps) {
  const optimizer::Problem update = update_of(Problem{});
  EXPECT_EQ(count(update), parameters_of(*model_named("mlp")));
  EXPECT_EQ(parameters_of(*model_named("mlp")), 101770);
  EXPECT_EQ(update.tensors.size(), 4u);
}

// By hand: 32 x 32 pixels and 64 filters of 27 weights; of 32 x 3 rows that a filter has a tap in, 2 are outside.
TEST(Training, ProductsWithPaddingCountForTheConventionOnly) {
  const Problem problem{.model = model_named("cnn"), .batch = 4};
  const Work step = work(problem, fake_device_info());
  const double filters = 32.0 * 32 * 64 * 27, inside = 94.0 * 94 * 64 * 3, first = 16384.0 * 128, second = 128.0 * 10;
  EXPECT_EQ(step.model_flops, 3 * 2 * 4 * (filters + first + second));
  EXPECT_EQ(step.amounts.at(Resource::fp32), 2 * 4 * (2 * inside + 3 * first + 3 * second));
}

TEST(Training, AMaxPoolHasNoTensors) {
  const Model& cnn = *model_named("cnn");
  EXPECT_EQ(update_of({.model = &cnn}).tensors.size(), 6u);
  EXPECT_EQ(parameters_of(cnn), 64 * 27 + 64 + 16384 * 128 + 128 + 1280 + 10);
  EXPECT_EQ(activations_of(cnn), 65536 + 16384 + 128 + 10);
  EXPECT_EQ(count(update_of({.model = &cnn})), parameters_of(cnn));
}

TEST(Training, LayersThatAreNoModelAreToldWhy) {
  struct Wrong {
    std::vector<Layer> layers;
    const char* why;
  };
  const Layer filters = convolution(32, 3, 64, 3, true), pool = max_pool(32, 64), classes = dense(16384, 10, false);
  for (const Wrong& wrong :
       {Wrong{{filters, dense(65536, 10, false)}, "max-pool behind it"},
        Wrong{{dense(3072, 3072, true), filters, pool, classes}, "must stand first"},
        Wrong{{convolution(32, 3, 64, 2, true), pool, classes}, "odd number of taps"},
        Wrong{{max_pool(32, 3), dense(768, 10, false)}, "behind the convolution"},
        Wrong{{filters, pool, dense(16, 10, false)}, "gives 16384"}, Wrong{{filters, pool}, "not dense"},
        Wrong{{dense(784, 10, false)}, "pictures of its set"}}) {
    const auto why = why_none({"wrong", wrong.layers, "", &texture_pictures});
    ASSERT_TRUE(why) << wrong.why;
    EXPECT_NE(why->find(wrong.why), std::string::npos) << *why;
  }
  for (const Model& model : models) EXPECT_EQ(why_none(model), std::nullopt);
}

TEST(Training, AModelsUsualRuleHasItsLearningRate) {
  EXPECT_EQ(settings_of(*model_named("mlp"), optimizer::Rule::adam).learning_rate, 0.001);
  EXPECT_EQ(settings_of(*model_named("cnn"), optimizer::Rule::momentum).learning_rate,
            model_named("cnn")->learning_rate);
  EXPECT_EQ(settings_of(*model_named("cnn"), optimizer::Rule::momentum).momentum, 0.9);
  EXPECT_EQ(settings_of(*model_named("cnn"), optimizer::Rule::adam).learning_rate, 0.001);
}

TEST(Training, WhatItAllocatesIsWhatItPredicts) {
  class Counting : public FakeDevice {
   public:
    double allocated = 0;
    std::unique_ptr<Memory> allocate(Bytes size) override {
      allocated += size.value - 2 * static_cast<double>(red_zone_bytes);
      return FakeDevice::allocate(size);
    }
  };
  for (const Model& model : models)
    for (const DType dtype : {DType::f32, DType::bf16}) {
      Counting counting;
      const Problem problem{.model = &model, .dtype = dtype, .rule = model.usual, .batch = 8, .batches = 2};
      const Data data(counting, problem, DataKind::random, 1);
      EXPECT_NEAR(counting.allocated, memory(problem).value, 20 * 4096) << model.name;  // each piece in whole pages
    }
}

TEST(Training, AStepThatDidNothingIsWrong) {
  FakeDevice device;
  Data data(device, {.batch = 2, .batches = 1}, DataKind::random, 1);
  data.reset(0);
  EXPECT_NE(data.check().where.find("no step"), std::string::npos);
  data.reset(0);
  const Launch nothing = [](Queue&) {};
  data.step({nothing, nothing, nothing, nothing, nothing, nothing})(device.queue());
  const Check check = data.check();
  EXPECT_FALSE(check.ok);
  EXPECT_NE(check.where.find("counted as 0"), std::string::npos) << check.where;
}

// What timed steps came to, which nobody looked at, is a fault of the next check.
TEST(Training, ALossThatDivergedBetweenTwoChecksIsAFault) {
  FakeDevice device;
  Data data(device, {.batch = 2, .batches = 1}, DataKind::random, 1);
  const Operands o = data.operands();
  const Launch nothing = [](Queue&) {};
  const auto launch =
      data.step({nothing, nothing, nothing, [o](Queue&) { o.losses[*o.steps % kept_losses] = o.weights[0]; }, nothing,
                 [o](Queue&) { ++*o.steps; }});
  data.reset(0);
  launch(device.queue());
  data.check();
  o.weights[0] = std::nanf("");
  for (int i = 0; i < 70; ++i) launch(device.queue());
  data.reset(1);
  launch(device.queue());
  const Check check = data.check();
  EXPECT_FALSE(check.ok);
  EXPECT_NE(check.where.find("diverged to nan in step 70"), std::string::npos) << check.where;
  data.reset(2);
  launch(device.queue());
  EXPECT_EQ(data.check().where.find("diverged"), std::string::npos);
}

TEST(Training, ASetOfNothingIsRefused) {
  FakeDevice device;
  EXPECT_THROW(Data(device, {.batch = 0}, DataKind::random, 1), std::invalid_argument);
  EXPECT_THROW(Data(device, {.model = &small, .batch = 1}, DataKind::random, 1), std::invalid_argument);
}

}  // namespace
}  // namespace gpupeak::training
