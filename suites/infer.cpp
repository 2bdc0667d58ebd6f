// Suite `infer`: the models of `train` forward only, as requests meet them: how long a batch takes, the slow ones too.
#include <algorithm>
#include <array>

#include "kernels/families.h"
#include "kernels/training/inference.h"
#include "kernels/training/training.h"
#include "suites/axes.h"
#include "suites/operand_sets.h"
#include "suites/verified.h"

namespace gpupeak {
namespace {

std::vector<Axis> infer_axes(const DeviceInfo& device, const kernels::Ladders& kernels) {
  return {word_axis("model", training::models, &training::Model::summary),
          {.name = "dtype",
           .values = {"f32", "bf16"},
           .words = {"f32", "bf16"},
           .summary = "of the products' operands; with bf16 sums and all else stay f32"},
          {.name = "batch",
           .kind = AxisKind::count,
           .values = {"1", "8", "64"},
           .words = {},
           .summary = "samples of a request"},
          ladder_axis<training::Rung>(device, kernels, "whose products forward is made of")};
}

bool infer_applies(const Case& id, const kernels::Ladders& kernels) {
  return takes_dtype(kernels.of<training::Rung>(), id);
}

Prepared prepare_infer(const Target& target, const Case& id) {
  Device& device = target.device;
  const training::Rung* rung = rung_named(target.kernels.of<training::Rung>(), id.text("rung"));
  if (!rung) return no_such_rung(target.kernels.of<training::Rung>(), id);
  const inference::Problem problem{.model = training::model_named(id.text("model")),
                                   .dtype = dtype_named(id.text("dtype")).value(),
                                   .batch = id.integer("batch")};
  if (problem.batch < 1)
    return Skip{ReasonKind::meaningless, "a batch below 1 is nothing to answer; try --set infer.batch=1"};
  // The oracle's copies, and what products pack into, at most as much again.
  if (auto skip = does_not_fit(device, 2.0 * inference::memory(problem), "--set infer.batch=64")) return *skip;
  if (auto reason = rung->refuses(device.info(), inference::step_of(problem)))
    return Skip{ReasonKind::refused, *reason};

  inference::Data data(device, problem, target.data, target.seed);
  const Launch forward = data.bind(*rung);
  Trial trial = verified_by(data, inference::work(problem, device.info(), Cache::hot));
  trial.launches = {forward};
  made_by(*rung, trial);
  trial.latencies = true;
  return trial;
}

constexpr std::array<Preference, 2> infer_first{{{"dtype", "f32"}, {"batch", "1"}}};

}  // namespace

extern constinit const Suite infer_suite{
    .name = "infer",
    .summary = "requests to a trained model: latency p50, p95 and p99 of a batch, and the load that doubles p99",
    .headline = "latency_p99_s",
    .views = {View::roofline, View::ladder},
    .ladder = "rung",
    .axes = infer_axes,
    .applies = infer_applies,
    .canonical = nullptr,
    .has_cache = nullptr,
    .prepare = prepare_infer,
    // What counts is the oracle, and the launches one by one.
    .outlook = [](const Target&, const Case&) -> std::optional<Outlook> {
      return Outlook{.launch = {}, .sets = 1, .round = {.generated = 0x1p21, .multiplied = 0x1p27}, .parts = 0.5};
    },
    .first = infer_first,
};

}  // namespace gpupeak
