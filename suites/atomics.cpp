// Suite `atomics`: updates of counters per second, by how many threads share one.
#include "kernels/atomics/atomics.h"

#include <algorithm>
#include <array>

#include "kernels/families.h"
#include "suites/axes.h"
#include "suites/cores.h"
#include "suites/operand_sets.h"

namespace gpupeak {
namespace {

// Of each thread in a launch. A thread alone on its core makes 2^15, 0.1-3 ms of a contended line. Of a block of
// threads, the fewer share a counter the more.
constexpr int64_t alone = int64_t{1} << 15;
constexpr std::array<int64_t, atomics::sharings.size()> of_many{16, 64, 256, 256, 64};  // by atomics::Sharing

std::vector<Axis> atomics_axes(const DeviceInfo& device, const kernels::Ladders& kernels) {
  Axis number{.name = "number", .values = {"i32", "f32"}, .words = {}, .summary = "type of a counter"};
  for (const atomics::NumberRow& row : atomics::numbers) number.words.emplace_back(row.name);
  Axis cores = cores_axis(device);
  cores.values = {"all"};
  return {word_axis("sharing", atomics::sharings, &atomics::SharingRow::summary), number, cores,
          ladder_axis<atomics::Rung>(device, kernels, "where the counters lie")};
}

bool atomics_applies(const Case& id, const kernels::Ladders& kernels) {
  const atomics::Rung* rung = rung_named(kernels.of<atomics::Rung>(), id.text("rung"));
  return rung && rung->applies(atomics::sharing_named(id.text("sharing")).value());
}

Prepared prepare_atomics(const Target& target, const Case& id) {
  const auto cores = cores_of(id, target.device.info());
  if (const Skip* skip = std::get_if<Skip>(&cores)) return *skip;
  const auto [units, unit] = std::get<Cores>(cores);
  const atomics::Rung* rung = rung_named(target.kernels.of<atomics::Rung>(), id.text("rung"));
  if (!rung) return no_such_rung(target.kernels.of<atomics::Rung>(), id);
  atomics::Problem problem{.sharing = atomics::sharing_named(id.text("sharing")).value(),
                           .number = atomics::number_named(id.text("number")).value(),
                           .units = units,
                           .updates = alone,
                           .shape = rung->shape};
  if (problem.shape.threads > 1) problem.updates = of_many[static_cast<size_t>(problem.sharing)];
  if (auto reason = rung->refuses(target.device.info(), problem)) return Skip{ReasonKind::refused, *reason};
  if (auto skip = does_not_fit(target.device, atomics::work(problem).working_set, "--set atomics.cores=one"))
    return *skip;

  atomics::Data data(target.device, problem);
  Trial trial;
  trial.work = atomics::work(problem);
  trial.launches = {data.counting(rung->bind(target.device, problem, data.counters()))};
  trial.reset = [data](uint64_t) mutable { data.reset(); };
  trial.check = [data] { return data.check(); };
  trial.most_launches = data.most_launches();
  trial.unit = unit;
  return trial;
}

}  // namespace

extern constinit const Suite atomics_suite{
    .name = "atomics",
    .summary = "atomic updates per second, by how many threads share a counter",
    .headline = "operation_rate_ops_per_s",
    .views = {View::ladder},
    .ladder = "rung",
    .axes = atomics_axes,
    .applies = atomics_applies,
    .canonical = nullptr,
    .has_cache = nullptr,
    .prepare = prepare_atomics,
};

}  // namespace gpupeak
