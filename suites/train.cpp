// Suite `train`: a whole training step, and what its phases take.
#include <fmt/format.h>

#include <algorithm>

#include "kernels/kernel_set.h"
#include "kernels/training.h"
#include "suites/operand_sets.h"
#include "suites/rows.h"
#include "suites/rungs.h"

namespace gpupeak {
namespace {

constexpr int64_t samples_replayed = 512;  // in the window that is verified: each costs the oracle about half a ms
constexpr int64_t set_samples = 1024;      // pictures to learn from, or one batch where that is more

template <class Rows>
std::vector<std::string> names_in(const Rows& rows) {
  std::vector<std::string> names;
  for (const auto& row : rows) names.emplace_back(row.name);
  return names;
}

std::vector<Axis> axes(const DeviceInfo&, const kernels::KernelSet& kernels) {
  Axis model{.name = "model", .values = names_in(training::models), .words = names_in(training::models), .summary = ""};
  for (const training::Model& row : training::models)
    model.summary += fmt::format("{}{}: {}", model.summary.empty() ? "" : "; ", row.name, row.summary);
  return {model,
          {.name = "dtype",
           .values = {"f32", "bf16"},
           .words = {"f32", "bf16"},
           .summary = "of the products' operands; with bf16 weights, sums and all else stay f32"},
          {.name = "optimizer", .values = {"adam"}, .words = names_in(optimizer::rules), .summary = "rule of the step"},
          {.name = "batch", .kind = AxisKind::count, .values = {"128"}, .words = {}, .summary = "samples of a step"},
          {.name = "rung",
           .values = names_of(kernels.training),
           .words = names_of(kernels.training),
           .summary = "whose products the step is made of"}};
}

bool applies(const Case& id, const kernels::KernelSet& kernels) {
  const training::Rung* rung = rung_named(kernels.training, id.text("rung"));
  return rung && rung->takes(dtype_named(id.text("dtype")).value());
}

Prepared prepare(const Target& target, const Case& id) {
  Device& device = target.device;
  const training::Rung* rung = rung_named(target.kernels.training, id.text("rung"));
  if (!rung) return no_such_rung(target.kernels.training, id);
  training::Problem problem{.model = training::model_named(id.text("model")),
                            .dtype = dtype_named(id.text("dtype")).value(),
                            .rule = optimizer::rule_named(id.text("optimizer")).value(),
                            .batch = id.integer("batch")};
  if (problem.batch < 1) return Skip{"a batch below 1 is nothing to learn from; try --set train.batch=128"};
  problem.batches = std::max<int64_t>(1, set_samples / problem.batch);
  const Bytes needed = training::memory(problem);
  // The oracle's copy of the set, and what products pack into, at most as much again.
  if (auto skip = does_not_fit(device, 2.0 * needed, "--set train.batch=128")) return *skip;
  if (auto reason = rung->refuses(device.info(), problem)) return Skip{*reason};

  training::Data data(device, problem, target.data, target.seed);
  const training::Launches launches = rung->bind(device, problem, data.operands());
  Trial trial;
  trial.work = training::work(problem, device.info());
  trial.launches = {data.step(launches)};
  for (const training::Part part : training::parts)
    trial.phases.push_back({std::string(training::name(part)),
                            training::work(problem, device.info(), part, target.cache),
                            launches[static_cast<size_t>(part)]});
  trial.reset = [data](uint64_t round) mutable { data.reset(round); };
  trial.check = [data]() mutable { return data.check(); };
  trial.threads = rung->vendor ? Threads::vendors : Threads::ours;
  trial.most_launches = std::max<int64_t>(1, samples_replayed / problem.batch);
  if (target.cache == Cache::cold)
    trial.notes.push_back("every step uses what the last one left in the caches: cold and hot are the same here");
  return trial;
}

}  // namespace

constinit const Suite train_suite{
    .name = "train",
    .summary = "a whole training step: samples per second, the share of each phase and of the arithmetic peak",
    .headline = "sample_rate_samples_per_s",
    .ladder = "rung",
    .axes = axes,
    .applies = applies,
    .canonical = nullptr,
    .prepare = prepare,
};

}  // namespace gpupeak
