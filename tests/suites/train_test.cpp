#include <gtest/gtest.h>

#include "method/suite.h"
#include "tests/suites/support.h"

namespace gpupeak {

extern const Suite train_suite;

namespace {

using testing::contains;
using testing::FakeDevice;
using testing::skip_of;
using testing::target;
using testing::trial_of;
using testing::wide_device;

Case train_case(const std::string& batch, const std::string& rung = "own") {
  return Case("train", {{"model", "mlp"},
                        {"dtype", "f32"},
                        {"optimizer", "adam"},
                        {"batch", batch},
                        {"input", "resident"},
                        {"rung", rung}});
}

TEST(TrainSuite, AStepHasItsPhasesInOrder) {
  FakeDevice device(wide_device());
  const Trial trial = trial_of(train_suite, target(device), train_case("128"));
  std::vector<std::string> names;
  for (const Phase& phase : trial.phases) names.push_back(phase.name);
  EXPECT_EQ(names, (std::vector<std::string>{"load", "forward", "loss", "backward", "optimizer"}));
  EXPECT_EQ(trial.launches.size(), 1u);
  EXPECT_EQ(trial.work.samples, 128);
}

TEST(TrainSuite, AStepThatMayWaitForItsInputSaysHowLong) {
  FakeDevice device(wide_device());
  Case id = train_case("128");
  id.set("input", "augmented");
  EXPECT_EQ(trial_of(train_suite, target(device), id).phases.front().name, "wait");
}

// The CNN has twenty times as many parameters and forty times the arithmetic.
TEST(TrainSuite, FewerStepsOfALargerModelAreVerified) {
  FakeDevice device(wide_device());
  const auto launches = [&](const char* model, const char* batch) {
    Case id = train_case(batch);
    id.set("model", model);
    return trial_of(train_suite, target(device), id).most_launches;
  };
  EXPECT_EQ(launches("cnn", "128"), 1);
  EXPECT_EQ(launches("cnn", "1"), 3);
  EXPECT_GT(launches("mlp", "1"), 50);
}

TEST(TrainSuite, TheUsualRuleIsThatOfTheModel) {
  Case id = train_case("8");
  id.set("optimizer", "usual");
  EXPECT_EQ(train_suite.canonical(id).text("optimizer"), "adam");
  id.set("model", "cnn");
  EXPECT_EQ(train_suite.canonical(id).text("optimizer"), "momentum");
  id.set("optimizer", "sgd");
  EXPECT_EQ(train_suite.canonical(id).text("optimizer"), "sgd");
}

TEST(TrainSuite, NoMoreStepsAreVerifiedThanTheOracleCanReplay) {
  FakeDevice device(wide_device());
  EXPECT_EQ(trial_of(train_suite, target(device), train_case("128")).most_launches, 4);
  EXPECT_EQ(trial_of(train_suite, target(device), train_case("4096")).most_launches, 1);
}

TEST(TrainSuite, BatchesThatAreNoneOrDoNotFitAreSkippedWithARemedy) {
  FakeDevice device(wide_device());
  EXPECT_TRUE(contains(skip_of(train_suite, target(device), train_case("0")), "--set train.batch=128"));
  for (const char* batch : {"16777216", "4611686018427387904"}) {
    const std::string reason = skip_of(train_suite, target(device), train_case(batch));
    EXPECT_TRUE(contains(reason, "8 GiB free")) << reason;
  }
}

TEST(TrainSuite, OpenBlasHasNoBf16) {
  const auto applies = [](const char* dtype, const char* rung) {
    return train_suite.applies(
        Case("train", {{"model", "mlp"}, {"dtype", dtype}, {"optimizer", "adam"}, {"batch", "128"}, {"rung", rung}}),
        kernels::host_kernels());
  };
  EXPECT_TRUE(applies("f32", "openblas"));
  EXPECT_FALSE(applies("bf16", "openblas"));
  EXPECT_TRUE(applies("bf16", "onednn"));
}

TEST(TrainSuite, ARungThatThisDeviceLacksIsSkipped) {
  FakeDevice device(wide_device());
  EXPECT_TRUE(contains(skip_of(train_suite, target(device), train_case("1", "cudnn")), "no rung"));
}

}  // namespace
}  // namespace gpupeak
