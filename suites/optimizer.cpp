// Suite `optimizer`: a step over all parameters of a model, which is a question of memory: how near it comes to a copy.
#include <fmt/format.h>

#include "kernels/families.h"
#include "kernels/optimizer/data.h"
#include "suites/axes.h"
#include "suites/operand_sets.h"
#include "suites/verified.h"

namespace gpupeak {
namespace {

std::vector<Axis> optimizer_axes(const DeviceInfo& device, const kernels::Ladders& kernels) {
  return {word_axis("rule", optimizer::rules, &optimizer::RuleRow::formula),
          {.name = "dtype",
           .values = {"f32", "bf16"},
           .words = {"f32", "bf16"},
           .summary = "of parameters and gradients; bf16 keeps f32 weights beside them"},
          {.name = "params",
           .kind = AxisKind::count,
           .values = {"16777216"},
           .words = {},
           .summary = "parameters of all tensors"},
          {.name = "tensors",
           .kind = AxisKind::count,
           .values = {"150"},
           .words = {},
           .summary = "of uneven size, matrices and biases in turn"},
          ladder_axis<optimizer::Rung>(device, kernels, "implementation")};
}

bool optimizer_applies(const Case& id, const kernels::Ladders& kernels) {
  return takes_dtype(kernels.of<optimizer::Rung>(), id);
}

Prepared prepare_optimizer(const Target& target, const Case& id) {
  const DeviceInfo& device = target.device.info();
  const optimizer::Rung* rung = rung_named(target.kernels.of<optimizer::Rung>(), id.text("rung"));
  if (!rung) return no_such_rung(target.kernels.of<optimizer::Rung>(), id);
  const int64_t params = id.integer("params"), tensors = id.integer("tensors");
  if (tensors < 1 || tensors > params)
    return Skip{ReasonKind::meaningless,
                fmt::format("{} parameters cannot fill {} tensors; try --set optimizer.tensors=1", params, tensors)};

  optimizer::Problem problem{.rule = optimizer::rule_named(id.text("rule")).value(),
                             .dtype = dtype_named(id.text("dtype")).value(),
                             .tensors = {{0, params}}};
  const Bytes one_set = optimizer::working_set(problem);  // before anything is allocated
  const OperandSets sets = operand_sets(target, one_set);
  if (auto skip = does_not_fit(target.device, one_set * sets.count, "--set optimizer.params=1048576")) return *skip;
  problem.tensors = optimizer::uneven_tensors(params, tensors);
  if (auto reason = rung->refuses(device, problem)) return Skip{ReasonKind::refused, *reason};

  optimizer::Data data(target.device, problem, sets.count, target.data, target.seed);
  Trial trial = verified_by(data, optimizer::work(problem, device, target.cache));
  for (int set = 0; set < sets.count; ++set)
    trial.launches.push_back(data.counting(set, rung->bind(target.device, problem, data.operands(set))));
  if (sets.note) trial.notes.push_back(*sets.note);
  return trial;
}

// The oracle replays every step in double.
std::optional<Outlook> optimizer_outlook(const Target& target, const Case& id) {
  const optimizer::Rung* rung = rung_named(target.kernels.of<optimizer::Rung>(), id.text("rung"));
  const int64_t params = id.integer("params");
  const optimizer::Problem problem{.rule = optimizer::rule_named(id.text("rule")).value(),
                                   .dtype = dtype_named(id.text("dtype")).value(),
                                   .tensors = {{0, params}}};
  if (!rung || rung->refuses(target.device.info(), problem)) return std::nullopt;
  const Bytes one_set = optimizer::working_set(problem);
  const int sets = operand_sets(target, one_set).count;
  const auto count = static_cast<double>(params);
  const Upkeep of_set{.generated = 4 * count, .multiplied = 32 * count, .to_device = one_set, .to_host = one_set};
  return Outlook{optimizer::work(problem, target.device.info(), target.cache), sets, sets * of_set};
}

}  // namespace

extern constinit const Suite optimizer_suite{
    .name = "optimizer",
    .summary = "a step of SGD, momentum, Adam and AdamW over all tensors of a model, from one by one to all at once",
    .headline = "bandwidth_bytes_per_s",
    .views = {View::roofline, View::ladder},
    .ladder = "rung",
    .axes = optimizer_axes,
    .applies = optimizer_applies,
    .canonical = nullptr,
    .has_cache = always_has_cache,
    .prepare = prepare_optimizer,
    .outlook = optimizer_outlook,
};

}  // namespace gpupeak
