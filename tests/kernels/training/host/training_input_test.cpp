// Steps that learn from pictures which the feed makes beside them.
#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "kernels/families.h"
#include "kernels/training/training.h"
#include "tests/support/this_host.h"

namespace gpupeak::host {
namespace {

using gpupeak::testing::this_host;
using training::Part;

const training::Rung& own() { return *kernels::host_kernels().of<training::Rung>().front(); }

training::Problem augmented(const training::Model& model, int64_t batch) {
  return {.model = &model,
          .rule = model.usual,
          .settings = settings_of(model, model.usual),
          .batch = batch,
          .batches = 3,
          .augmented = true};
}

void host_training_input_run(const Launch& launch) { this_host().time({.sets = {&launch, 1}}); }

TEST(TrainingInput, EveryStepLearnsFromItsOwnAugmentedBatch) {
  for (const training::Model& model : training::models) {
    const training::Problem problem = augmented(model, 5);
    training::Data data(this_host(), problem, DataKind::random, 3);
    const Launch step = data.step(own().bind(this_host(), problem, data.operands()));
    for (uint64_t round = 0; round < 2; ++round) {
      data.reset(round);
      for (int i = 0; i < 4; ++i) host_training_input_run(step);  // once round the set, and again
      const Check check = data.check();
      EXPECT_TRUE(check.ok) << model.name << ": " << check.where;
    }
  }
}

TEST(TrainingInput, PhasesTimedApartAreTheSameSteps) {
  const training::Problem problem = augmented(training::models[0], 7);
  training::Data data(this_host(), problem, DataKind::random, 3);
  const training::Launches parts = own().bind(this_host(), problem, data.operands());
  data.reset(0);
  this_host().time_each({.launches = parts, .rounds = 5});
  data.reset(1);
  host_training_input_run(data.step(parts));
  EXPECT_TRUE(data.check().ok);
}

TEST(TrainingInput, APictureThatIsNotTheStepsIsAFault) {
  const training::Problem problem = augmented(training::models[0], 5);
  training::Data data(this_host(), problem, DataKind::random, 3);
  const training::Operands o = data.operands();
  training::Launches parts = own().bind(this_host(), problem, o);
  float wrong = 0;
  auto& load = parts[static_cast<size_t>(Part::load)];
  load = [right = load, &wrong, o](Queue& queue) {
    right(queue);
    o.inputs[1000] += wrong;
  };
  const Launch step = data.step(parts);
  for (const float by : {0.0F, 0.01F, std::nanf("")}) {
    wrong = by;
    data.reset(0);
    host_training_input_run(step);
    const Check check = data.check();
    EXPECT_EQ(check.ok, by == 0) << check.where;
    if (by == 0.01F) {
      EXPECT_NE(check.where.find("step 0 did not learn from batch 0"), std::string::npos) << check.where;
    }
  }
}

TEST(TrainingInput, PicturesAreNormalised) {
  for (const training::Model& model : training::models) {
    const training::Problem problem = augmented(model, 256);
    training::Data data(this_host(), problem, DataKind::random, 3);
    data.reset(0);
    const Feed::Batch batch = data.operands().feed->take(0);
    double sum = 0, squares = 0;
    for (const float value : batch.images) {
      sum += static_cast<double>(value);
      squares += static_cast<double>(value) * static_cast<double>(value);
    }
    const auto count = static_cast<double>(batch.images.size());
    EXPECT_NEAR(sum / count, 0, 0.1) << model.name;
    EXPECT_NEAR(std::sqrt(squares / count), 1, 0.1) << model.name;
  }
}

}  // namespace
}  // namespace gpupeak::host
