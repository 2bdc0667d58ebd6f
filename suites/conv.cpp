// Suite `conv`: convolutions as networks have them and the products of their training, from one sum after the other to
// the vendors' libraries.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "kernels/conv/data.h"
#include "kernels/families.h"
#include "suites/axes.h"
#include "suites/conv_layers.h"
#include "suites/operand_sets.h"
#include "suites/verified.h"

namespace gpupeak {
namespace {

std::vector<Axis> conv_axes(const DeviceInfo& device, const kernels::Ladders& kernels) {
  Axis direction{
      .name = "direction", .values = {"forward"}, .words = {}, .summary = "the result, or a gradient from that of it"};
  for (const conv::DirectionRow& row : conv::directions) direction.words.emplace_back(row.name);
  Axis layer{.name = "layer",
             .values = {"digit.3x3", "rn50.s1.3x3", "mb.dw56", "mb.pw56", "mb.full56"},
             .words = {},
             .summary =
                 "image, filters, stride and padding: a published network's, or 56x56x64-64-3x3-s1-p1 "
                 "(optional: -d2 dilation, -g64 groups)",
             .accepts = [](std::string_view word) { return layer_written(word).has_value(); }};
  for (const ConvLayer& one : conv_layers()) layer.words.emplace_back(one.name);
  Axis layout{.name = "layout", .values = {"nhwc"}, .words = {}, .summary = "order of the tensors' edges in memory"};
  for (const conv::LayoutRow& row : conv::layouts) layout.words.emplace_back(row.name);
  return {
      {.name = "dtype", .values = {"f32"}, .words = {"f32", "bf16"}, .summary = "element type; results are f32"},
      direction,
      layer,
      {.name = "batch", .kind = AxisKind::count, .values = {"1", "32"}, .words = {}, .summary = "images"},
      layout,
      ladder_axis<conv::Rung>(device, kernels,
                              "implementation, from one sum after the other to the vendors' libraries"),
  };
}

conv::Problem problem_of(const Case& id) {
  conv::Problem problem = layer_named(id.text("layer")).value();
  problem.dtype = dtype_named(id.text("dtype")).value();
  problem.direction = conv::direction_named(id.text("direction")).value();
  problem.layout = conv::layout_named(id.text("layout")).value();
  problem.n = id.integer("batch");
  return problem;
}

bool conv_applies(const Case& id, const kernels::Ladders& kernels) {
  const conv::Rung* rung = rung_named(kernels.of<conv::Rung>(), id.text("rung"));
  return rung && rung->applies(problem_of(id));
}

std::optional<Rehearsal> conv_rehearsal(const Target& target, const conv::Rung& rung, const conv::Problem& problem) {
  const conv::Problem piece = conv::piece(problem);
  const double ratio = conv::nominal(problem) / conv::nominal(piece);
  if (!rung.slow || ratio <= 1) return std::nullopt;
  conv::Data data(target.device, piece, 1, target.data, target.seed);
  Launch launch = rung.bind(target.device, piece, data.operands(0));
  return Rehearsal{[data, launch = std::move(launch)](Queue& queue) { launch(queue); }, ratio};
}

// Small results are compared element by element, of large ones some, and the rest in signed sums.
std::optional<Outlook> conv_outlook(const Target& target, const Case& id) {
  const conv::Rung* rung = rung_named(target.kernels.of<conv::Rung>(), id.text("rung"));
  const conv::Problem problem = problem_of(id);
  if (!rung || conv::why_none(problem) || rung->refuses(target.device.info(), problem)) return std::nullopt;
  const Bytes one_set = conv::working_set(problem);
  const int sets = operand_sets(target, one_set).count;
  const Upkeep of_set{.generated = 2 * one_set.value / row(problem.dtype).bytes,
                      .multiplied = std::min(conv::nominal(problem).value / 2, 0x1p27),
                      .to_device = one_set,
                      .to_host = one_set};
  return Outlook{conv::work(problem, target.device.info(), target.cache), sets, sets * of_set};
}

Prepared prepare_conv(const Target& target, const Case& id) {
  const DeviceInfo& device = target.device.info();
  const conv::Rung* rung = rung_named(target.kernels.of<conv::Rung>(), id.text("rung"));
  if (!rung) return no_such_rung(target.kernels.of<conv::Rung>(), id);
  const conv::Problem problem = problem_of(id);
  if (auto why = conv::why_none(problem)) return Skip{ReasonKind::meaningless, *why};

  const Bytes one_set = conv::working_set(problem);
  const OperandSets sets = operand_sets(target, one_set);
  const Bytes workspace = rung->workspace ? rung->workspace(problem) : Bytes(0);
  if (auto skip = does_not_fit(target.device, one_set * sets.count + workspace * sets.count,
                               "a smaller layer or batch: --set conv.batch=1"))
    return *skip;
  if (auto reason = rung->refuses(device, problem)) return Skip{ReasonKind::refused, *reason};

  conv::Data data(target.device, problem, sets.count, target.data, target.seed);
  Trial trial = verified_by(data, conv::work(problem, device, target.cache));
  trial.work.effective = conv::nominal(problem);
  if (rung->executed) trial.work.executed = rung->executed(problem);
  for (int set = 0; set < sets.count; ++set)
    trial.launches.push_back(rung->bind(target.device, problem, data.operands(set)));
  made_by(*rung, trial);
  trial.rehearsal = conv_rehearsal(target, *rung, problem);
  if (sets.note) trial.notes.push_back(*sets.note);
  return trial;
}

constexpr std::array<Preference, 2> conv_first{{{"direction", "forward"}, {"dtype", "f32"}}};

}  // namespace

extern constinit const Suite conv_suite{
    .name = "conv",
    .summary = "convolutions and their gradients by our rungs and the vendors' libraries, layers of published networks",
    .headline = "flop_rate_flops_per_s",
    .views = {View::roofline, View::ladder},
    .ladder = "rung",
    .axes = conv_axes,
    .applies = conv_applies,
    .canonical = nullptr,
    .has_cache = always_has_cache,
    .prepare = prepare_conv,
    .outlook = conv_outlook,
    .first = conv_first,
};

}  // namespace gpupeak
