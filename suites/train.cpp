// Suite `train`: a whole training step, and what its phases take.
#include <algorithm>
#include <array>

#include "kernels/families.h"
#include "kernels/optimizer/optimizer.h"
#include "kernels/training/training.h"
#include "suites/axes.h"
#include "suites/operand_sets.h"
#include "suites/verified.h"

namespace gpupeak {
namespace {

// In the window that is verified: what the oracle does in about a second, which for a parameter is as much as for so
// many multiply-adds.
constexpr double multiply_adds_replayed = 170e6, multiply_adds_per_parameter = 16;
constexpr int64_t set_samples = 1024;  // pictures to learn from, or one batch where that is more
constexpr const char* usual_rule = "usual";
constexpr const char* augmented = "augmented";

int64_t steps_replayed(const training::Problem& problem, const Work& work) {
  const double each =
      work.model_flops / 2 + multiply_adds_per_parameter * static_cast<double>(training::parameters_of(*problem.model));
  return std::max<int64_t>(1, static_cast<int64_t>(multiply_adds_replayed / each));
}

std::vector<Axis> train_axes(const DeviceInfo& device, const kernels::Ladders& kernels) {
  Axis rule{.name = "optimizer",
            .values = {usual_rule},
            .words = {usual_rule},
            .summary = "rule of the step; usual: that of the model"};
  for (const optimizer::RuleRow& row : optimizer::rules) rule.words.emplace_back(row.name);
  return {word_axis("model", training::models, &training::Model::summary),
          {.name = "dtype",
           .values = {"f32", "bf16"},
           .words = {"f32", "bf16"},
           .summary = "of the products' operands; with bf16 weights, sums and all else stay f32"},
          rule,
          {.name = "batch", .kind = AxisKind::count, .values = {"128"}, .words = {}, .summary = "samples of a step"},
          {.name = "input",
           .values = {"resident"},
           .words = {"resident", augmented},
           .summary = "resident: batches as they lie in memory; augmented: turned, scaled, moved and normalised by a "
                      "thread of its own while the step before is computed"},
          ladder_axis<training::Rung>(device, kernels, "whose products the step is made of")};
}

// The usual rule becomes one: an id says what was computed.
Case canonical_train(const Case& id) {
  Case resolved = id;
  if (id.text("optimizer") == usual_rule)
    resolved.set("optimizer", std::string(optimizer::row(training::model_named(id.text("model"))->usual).name));
  return resolved;
}

bool train_applies(const Case& id, const kernels::Ladders& kernels) {
  return takes_dtype(kernels.of<training::Rung>(), id);
}

Prepared prepare_train(const Target& target, const Case& written) {
  const Case id = canonical_train(written);
  Device& device = target.device;
  const training::Rung* rung = rung_named(target.kernels.of<training::Rung>(), id.text("rung"));
  if (!rung) return no_such_rung(target.kernels.of<training::Rung>(), id);
  training::Problem problem{.model = training::model_named(id.text("model")),
                            .dtype = dtype_named(id.text("dtype")).value(),
                            .rule = optimizer::rule_named(id.text("optimizer")).value(),
                            .batch = id.integer("batch"),
                            .augmented = id.text("input") == augmented};
  problem.settings = training::settings_of(*problem.model, problem.rule);
  if (problem.batch < 1)
    return Skip{ReasonKind::meaningless, "a batch below 1 is nothing to learn from; try --set train.batch=128"};
  problem.batches = std::max<int64_t>(1, set_samples / problem.batch);
  const Bytes needed = training::memory(problem);
  // The oracle's copy of the set, and what products pack into, at most as much again.
  if (auto skip = does_not_fit(device, 2.0 * needed, "--set train.batch=128")) return *skip;
  if (auto reason = rung->refuses(device.info(), problem)) return Skip{ReasonKind::refused, *reason};

  training::Data data(device, problem, target.data, target.seed);
  const training::Launches launches = rung->bind(device, problem, data.operands());
  const Work work = training::work(problem, device.info());
  Trial trial = verified_by(data, work);
  trial.launches = {data.step(launches)};
  for (const training::Part part : training::parts)
    if (part != training::Part::wait || problem.augmented)
      trial.phases.push_back({std::string(training::name(part)),
                              training::work(problem, device.info(), part, target.cache),
                              launches[static_cast<size_t>(part)]});
  made_by(*rung, trial);
  trial.most_launches = steps_replayed(problem, work);
  return trial;
}

constexpr std::array<Preference, 2> train_first{{{"dtype", "f32"}, {"input", "resident"}}};

}  // namespace

extern constinit const Suite train_suite{
    .name = "train",
    .summary = "a whole training step: samples per second, the share of each phase and of the arithmetic peak",
    .headline = "sample_rate_samples_per_s",
    .views = {View::roofline, View::ladder},
    .ladder = "rung",
    .axes = train_axes,
    .applies = train_applies,
    .canonical = canonical_train,
    .has_cache = nullptr,
    .prepare = prepare_train,
    // What counts is the oracle: it replays some steps in double.
    .outlook = [](const Target&, const Case&) -> std::optional<Outlook> {
      return Outlook{.launch = {}, .sets = 1, .round = {.generated = 0x1p22, .multiplied = 0x1p29}, .parts = 0.25};
    },
    .first = train_first,
};

}  // namespace gpupeak
