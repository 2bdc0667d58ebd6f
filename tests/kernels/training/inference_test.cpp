#include "kernels/training/inference.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "kernels/training/follow.h"
#include "tests/support/fake_device.h"

namespace gpupeak::inference {
namespace {

using testing::fake_device_info;
using testing::FakeDevice;

// A rung of a test: a step in double by the oracle, rounded, and what is to go wrong in forward.
struct Scripted {
  static inline training::Problem problem;
  static inline training::Operands arrays;
  static inline void (*fault)(const training::Operands&) = nullptr;
  static inline bool forward = true;

  static training::Launches bind(Device&, const training::Problem& wanted, const training::Operands& operands) {
    problem = wanted;
    arrays = operands;
    return {nothing, load, go, nothing, nothing, learn};
  }

  static void load(Queue&) {
    std::copy_n(arrays.images, problem.batch * training::inputs_of(*problem.model), arrays.inputs);
    std::copy_n(arrays.labels, problem.batch, arrays.targets);
  }

  static void nothing(Queue&) {}

  static void learn(Queue&) {  // biases of the last layer, so that they count
    float* end = arrays.weights + training::parameters_of(*problem.model);
    for (int64_t i = 0; i < training::classes_of(*problem.model); ++i) *--end = 0.25f * static_cast<float>(i + 1);
    ++*arrays.steps;
  }

  static void go(Queue&) {
    if (!forward) return;
    std::span<const float> inputs(arrays.inputs,
                                  static_cast<size_t>(problem.batch * training::inputs_of(*problem.model)));
    const auto count = [](int64_t numbers) { return static_cast<size_t>(numbers); };
    const std::span<const float> weights(arrays.weights, count(training::parameters_of(*problem.model))),
        activations(arrays.activations, count(problem.batch * training::activations_of(*problem.model)));
    training::follow_forward(problem, {{inputs, {}}, weights, activations, {}},
                             [](training::Place, int64_t first, const training::Bounded& exact) {
                               for (size_t i = 0; i < exact.value.size(); ++i)
                                 arrays.activations[static_cast<size_t>(first) + i] =
                                     static_cast<float>(exact.value[i]);
                             });
    if (fault) fault(arrays);
  }
};

constexpr training::Rung scripted{.name = "scripted",
                                  .idea = "the oracle",
                                  .takes = optimizer::takes_f32_and_bf16,
                                  .refuses = nullptr,
                                  .bind = Scripted::bind};

Check checked(void (*fault)(const training::Operands&), int64_t batch = 3, bool forward = true) {
  FakeDevice device;
  Scripted::fault = nullptr;
  Scripted::forward = true;
  Data data(device, {.batch = batch}, DataKind::random, 5);
  const Launch launch = data.bind(scripted);
  data.reset(0);
  Scripted::fault = fault;
  Scripted::forward = forward;
  launch(device.queue());
  return data.check();
}

float* first_output(const training::Operands& o) {
  return o.activations + Scripted::problem.batch * (training::activations_of(*Scripted::problem.model) -
                                                    training::classes_of(*Scripted::problem.model));
}

TEST(Inference, OutputsThatTheOracleHasAreRight) {
  const Check check = checked(nullptr);
  EXPECT_TRUE(check.ok) << check.where;
  EXPECT_EQ(check.compared, 3 * (128 + 10));
}

TEST(Inference, OneWrongOutputOfAnySampleIsSeen) {
  for (const int64_t batch : {1, 64}) {
    const Check check =
        checked([](const training::Operands& o) { first_output(o)[Scripted::problem.batch * 10 - 1] += 1e-4f; }, batch);
    EXPECT_FALSE(check.ok);
    EXPECT_NE(check.where.find(batch == 1 ? "output 9 of layer 2 of sample 0" : "output 9 of layer 2 of sample 63"),
              std::string::npos)
        << check.where;
  }
}

TEST(Inference, OfABatchBeyondTheOraclesReachNoOutputMayBeMissing) {
  const Check check = checked([](const training::Operands& o) { first_output(o)[10 * 777 + 3] = std::nanf(""); }, 1100);
  EXPECT_LT(check.compared, 138 * 1000) << "some samples of 1100";
  EXPECT_FALSE(check.ok);
  EXPECT_NE(check.where.find("output 3 of layer 2 of sample 777 is not a number"), std::string::npos) << check.where;
}

TEST(Inference, AForwardThatForgetsItsBiasesIsSeen) {
  EXPECT_FALSE(checked([](const training::Operands& o) {
                 for (int i = 0; i < 10; ++i) first_output(o)[i] -= 0.25f * static_cast<float>(10 - i);
               }).ok);
}

TEST(Inference, AForwardThatDidNothingLeavesNoNumber) {
  const Check check = checked(nullptr, 3, false);
  EXPECT_FALSE(check.ok);
  EXPECT_NE(check.where.find("is not a number"), std::string::npos) << check.where;
}

TEST(Inference, WhatForwardMayOnlyReadIsGuarded) {
  const auto overwritten = [](void (*fault)(const training::Operands&)) {
    return checked(fault).where.find("may only read") != std::string::npos;
  };
  EXPECT_TRUE(overwritten([](const training::Operands& o) { o.weights[7] += 1; }));
  EXPECT_TRUE(overwritten([](const training::Operands& o) { o.inputs[7] += 1; }));
  EXPECT_TRUE(overwritten([](const training::Operands& o) { o.gradients[7] = 0; }));
  EXPECT_TRUE(overwritten([](const training::Operands& o) { ++*o.steps; }));
  const Check outside = checked([](const training::Operands& o) { o.activations[-1] = 0; });
  EXPECT_NE(outside.where.find("outside 'activations'"), std::string::npos) << outside.where;
}

TEST(Inference, CountsForwardAndWhatItMustRead) {
  const Problem problem{.batch = 8};
  const Work forward = work(problem, fake_device_info(), Cache::hot);
  EXPECT_EQ(forward.amounts.at(Resource::fp32), 2 * 8 * (784.0 * 128 + 128 * 10));
  EXPECT_EQ(forward.amounts.at(Resource::l2), 4 * (101770 + 8 * 784 + 8 * 10)) << "weights and inputs exceed l1";
  EXPECT_EQ(forward.working_set, Bytes(4 * (101770 + 8 * 784 + 8 * 138)));
  EXPECT_EQ(forward.samples, 8);
  EXPECT_EQ(forward.model_flops, 0) << "MFU is of training steps";
}

TEST(Inference, IsNotResetBeforeARungIsBound) {
  FakeDevice device;
  Data data(device, {.batch = 1}, DataKind::random, 5);
  EXPECT_THROW(data.reset(0), std::logic_error);
}

}  // namespace
}  // namespace gpupeak::inference
