// Suite `launch`: what it costs to start work, alone and in a queue, and how much work a launch needs to be worth it.
#include "kernels/launch/launch.h"

#include <fmt/format.h>

#include <array>

#include "core/format.h"
#include "kernels/families.h"
#include "suites/axes.h"
#include "suites/operand_sets.h"
#include "suites/verified.h"

namespace gpupeak {
namespace {

constexpr std::string_view least = "least";  // a single counter

std::vector<Axis> launch_axes(const DeviceInfo& device, const kernels::Ladders& kernels) {
  Axis op{.name = "op", .values = {}, .words = {}, .summary = "what is waited for"};
  for (const launch::OpRow& row : launch::ops) op.words.emplace_back(row.name);
  op.values = op.words;
  return {
      op,
      {.name = "size",
       .kind = AxisKind::size,
       .values = {std::string(least), "4KiB", "16KiB", "64KiB", "256KiB", "1MiB", "4MiB", "16MiB"},
       .words = {std::string(least)},
       .summary = "bytes that a kernel counts up in, each read and written; least: 8 of them"},
      ladder_axis<launch::Rung>(device, kernels, "how the work is started"),
  };
}

bool launch_applies(const Case& id, const kernels::Ladders& kernels) {
  const launch::Rung* rung = rung_named(kernels.of<launch::Rung>(), id.text("rung"));
  return rung && rung->applies(launch::op_named(id.text("op")).value());
}

Prepared prepare_launch(const Target& target, const Case& id) {
  const launch::Rung* rung = rung_named(target.kernels.of<launch::Rung>(), id.text("rung"));
  if (!rung) return no_such_rung(target.kernels.of<launch::Rung>(), id);
  const std::string& size = id.text("size");
  const Bytes bytes = size == least ? Bytes(sizeof(int64_t)) : parse_bytes(size);
  const launch::Problem problem{launch::op_named(id.text("op")).value(),
                                static_cast<int64_t>(bytes / Bytes(sizeof(int64_t)))};
  if (problem.count < 1)
    return Skip{ReasonKind::meaningless, fmt::format("{} hold no counter; try --set launch.size=least", text(bytes))};
  if (auto skip = does_not_fit(target.device, bytes, "--set launch.size=least")) return *skip;
  if (auto reason = rung->refuses(target.device.info(), problem)) return Skip{ReasonKind::refused, *reason};

  launch::Data data(target.device, problem, *rung, target.seed);
  Trial trial = verified_by(data, launch::work(problem, *rung, target.device.info(), target.cache));
  trial.launches = {data.counting(rung->bind(target.device, problem, data.operands()))};
  trial.timer = problem.op == launch::Op::round_trip ? Timer::host : Timer::device;
  return trial;
}

constexpr std::array<Preference, 2> launch_first{{{"size", "least"}, {"op", "round_trip"}}};

}  // namespace

extern constinit const Suite launch_suite{
    .name = "launch",
    .summary = "what it costs to start a kernel, one at a time and in a queue, and how much work makes it worth it",
    .headline = "latency_s",
    .views = {View::size_curve, View::start_cost, View::ladder},
    .ladder = "rung",
    .axes = launch_axes,
    .applies = launch_applies,
    .canonical = nullptr,
    .has_cache = nullptr,
    .prepare = prepare_launch,
    .first = launch_first,
};

}  // namespace gpupeak
