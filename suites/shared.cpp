// Suite `shared`: the memory that a block's threads share, and what it costs when their loads meet in one bank.
#include "kernels/shared/shared.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "kernels/families.h"
#include "suites/axes.h"
#include "suites/cores.h"
#include "suites/verified.h"

namespace gpupeak {
namespace {

// Without conflicts a pass of 32 warps takes 8192 clocks: half a millisecond per launch, and at least four passes.
constexpr int passes_per_launch = 128, fewest_passes = 4;

std::vector<Axis> shared_axes(const DeviceInfo& device, const kernels::Ladders& kernels) {
  Axis ways{.name = "ways",
            .kind = AxisKind::count,
            .values = {},
            .words = {},
            .summary = "words of 32 threads' load that lie in one bank: turns it takes; 1, 2, 4, 8, 16 or 32"};
  for (const int way : shared::degrees) ways.values.push_back(fmt::format("{}", way));
  Axis cores = cores_axis(device);
  cores.values = {"all"};
  return {ways, cores, ladder_axis<shared::Rung>(device, kernels, "width of a load")};
}

bool shared_applies(const Case& id, const kernels::Ladders& kernels) {
  return rung_named(kernels.of<shared::Rung>(), id.text("rung")) != nullptr;
}

Prepared prepare_shared(const Target& target, const Case& id) {
  const auto cores = cores_of(id, target.device.info());
  if (const Skip* skip = std::get_if<Skip>(&cores)) return *skip;
  const auto [units, unit] = std::get<Cores>(cores);
  const shared::Rung* rung = rung_named(target.kernels.of<shared::Rung>(), id.text("rung"));
  if (!rung) return no_such_rung(target.kernels.of<shared::Rung>(), id);
  const int64_t ways = id.integer("ways");
  if (std::ranges::find(shared::degrees, ways) == shared::degrees.end())
    return Skip{ReasonKind::meaningless,
                fmt::format("no load meets {} words in one bank here; try --set shared.ways=1,2,4,8,16,32", ways)};
  const shared::Problem problem{static_cast<int>(ways), units,
                                std::max<int64_t>(fewest_passes, passes_per_launch / ways)};
  if (auto reason = rung->refuses(target.device.info(), problem)) return Skip{ReasonKind::refused, *reason};

  shared::Data data(target.device, problem, *rung, target.data, target.seed);
  Trial trial = verified_by(data, shared::work(problem, *rung));
  trial.launches = {rung->bind(target.device, problem, data.operands())};
  trial.unit = unit;
  return trial;
}

constexpr std::array<Preference, 1> shared_first{{{"cores", "all"}}};

}  // namespace

extern constinit const Suite shared_suite{
    .name = "shared",
    .summary = "bandwidth of the memory that a block's threads share, with bank conflicts of 1 to 32 ways",
    .headline = "bandwidth_bytes_per_s",
    .views = {View::ladder},
    .ladder = "rung",
    .axes = shared_axes,
    .applies = shared_applies,
    .canonical = nullptr,
    .has_cache = nullptr,
    .prepare = prepare_shared,
    .first = shared_first,
};

}  // namespace gpupeak
