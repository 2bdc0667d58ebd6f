// Suite `toy`: to see what a suite costs.
#include "kernels/toy/toy.h"

#include "kernels/families.h"
#include "suites/axes.h"
#include "suites/verified.h"

namespace gpupeak {
namespace {

std::vector<Axis> toy_axes(const DeviceInfo&, const kernels::Ladders& kernels) {
  return {{.name = "n", .kind = AxisKind::count, .values = {"4096"}, .words = {}, .summary = "numbers"},
          {.name = "rung",
           .values = names_of(kernels.of<toy::Rung>()),
           .words = names_of(kernels.of<toy::Rung>()),
           .summary = "implementation"}};
}

Prepared prepare_toy(const Target& target, const Case& id) {
  const toy::Rung* rung = rung_named(target.kernels.of<toy::Rung>(), id.text("rung"));
  if (!rung) return no_such_rung(target.kernels.of<toy::Rung>(), id);
  const toy::Problem problem{.count = id.integer("n")};
  toy::Data data(target.device, problem, target.data, target.seed);
  Trial trial = verified_by(data, toy::work(problem, target.device.info(), target.cache));
  trial.launches = {rung->bind(target.device, problem, data.operands())};
  return trial;
}

}  // namespace

extern constinit const Suite toy_suite{
    .name = "toy",
    .summary = "numbers are doubled",
    .headline = "bandwidth_bytes_per_s",
    .ladder = "rung",
    .axes = toy_axes,
    .applies = nullptr,
    .canonical = nullptr,
    .has_cache = always_has_cache,
    .prepare = prepare_toy,
};

}  // namespace gpupeak
