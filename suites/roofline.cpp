// Suite `roofline`: the rate over arithmetic intensity, so that the knee is measured and not drawn.
#include "kernels/roofline/roofline.h"

#include <fmt/format.h>

#include <array>

#include "core/format.h"
#include "kernels/families.h"
#include "suites/axes.h"
#include "suites/cores.h"
#include "suites/levels.h"
#include "suites/operand_sets.h"
#include "suites/verified.h"

namespace gpupeak {
namespace {

std::vector<Axis> roofline_axes(const DeviceInfo& device, const kernels::Ladders& kernels) {
  Axis level{.name = "level", .values = {"dram"}, .words = {}, .summary = "level of memory the array is in"};
  for (const CacheLevel& cache : device.caches) level.words.push_back(cache.name);
  level.words.emplace_back("dram");
  return {
      {.name = "dtype", .values = {"f32"}, .words = {"f32", "f64"}, .summary = "element type"},
      level,
      {.name = "fmas",
       .kind = AxisKind::count,
       .values = {"1", "2", "4", "8", "16", "32", "64", "128", "256"},
       .words = {},
       .summary = fmt::format("multiply-adds per element read and written, at most {}", roofline::most_fmas)},
      cores_axis(device),
      ladder_axis<roofline::Rung>(device, kernels, "implementation"),
  };
}

struct Sized {
  roofline::Problem problem;
  int unit = 0;
  std::optional<Note> note;
};

std::variant<Sized, Skip> roofline_problem(const Target& target, const Case& id, const roofline::Rung& rung) {
  const DeviceInfo& device = target.device.info();
  const auto cores = cores_of(id, device);
  if (const Skip* skip = std::get_if<Skip>(&cores)) return *skip;
  const auto [units, unit] = std::get<Cores>(cores);
  const auto level = level_size(target, id.text("level"), units);
  if (const Skip* skip = std::get_if<Skip>(&level)) return *skip;
  const auto [size, note] = std::get<LevelSize>(level);

  const int64_t fmas = id.integer("fmas");
  if (fmas < 1 || fmas > roofline::most_fmas)
    return Skip{ReasonKind::meaningless,
                fmt::format("fmas must be 1 to {}, so that a missing one is seen", roofline::most_fmas)};
  roofline::Problem problem{
      .dtype = dtype_named(id.text("dtype")).value(), .count = 0, .fmas = static_cast<int>(fmas), .units = units};
  problem.count = static_cast<int64_t>(size.value / (2.0 * row(problem.dtype).bytes));
  if (problem.count < 1) return Skip{ReasonKind::meaningless, fmt::format("{} hold no element", text(size))};
  if (auto reason = rung.refuses(device, problem)) return Skip{ReasonKind::refused, *reason};
  if (auto skip = does_not_fit(target.device, roofline::working_set(problem), "--set roofline.level=l2")) return *skip;
  return Sized{problem, unit, note};
}

// Every element is drawn, and compared with a closed form that costs some multiply-adds.
std::optional<Outlook> roofline_outlook(const Target& target, const Case& id) {
  const roofline::Rung* rung = rung_named(target.kernels.of<roofline::Rung>(), id.text("rung"));
  if (!rung) return std::nullopt;
  const auto sized = roofline_problem(target, id, *rung);
  if (std::holds_alternative<Skip>(sized)) return std::nullopt;
  const roofline::Problem& problem = std::get<Sized>(sized).problem;
  const auto count = static_cast<double>(problem.count);
  const Bytes bytes = roofline::working_set(problem);
  return Outlook{roofline::work(problem, target.device.info(), target.cache), 1,
                 Upkeep{.generated = 2 * count, .multiplied = 8 * count, .to_device = bytes, .to_host = bytes}};
}

Prepared prepare_roofline(const Target& target, const Case& id) {
  const DeviceInfo& device = target.device.info();
  const roofline::Rung* rung = rung_named(target.kernels.of<roofline::Rung>(), id.text("rung"));
  if (!rung) return no_such_rung(target.kernels.of<roofline::Rung>(), id);
  const auto sized = roofline_problem(target, id, *rung);
  if (const Skip* skip = std::get_if<Skip>(&sized)) return *skip;
  const auto& [problem, unit, note] = std::get<Sized>(sized);

  roofline::Data data(target.device, problem, target.data, target.seed);
  Trial trial = verified_by(data, roofline::work(problem, device, target.cache));
  trial.launches = {rung->bind(target.device, problem, data.operands())};
  trial.unit = unit;
  if (note) trial.notes.push_back(*note);
  return trial;
}

constexpr std::array<Preference, 2> roofline_first{{{"level", "dram"}, {"cores", "all"}}};

}  // namespace

extern constinit const Suite roofline_suite{
    .name = "roofline",
    .summary = "arithmetic rate over the multiply-adds per element moved: the knee between memory and arithmetic",
    .headline = "flop_rate_flops_per_s",
    .views = {View::roofline, View::ladder},
    .ladder = "rung",
    .axes = roofline_axes,
    .applies = nullptr,
    .canonical = nullptr,
    .has_cache = always_has_cache,
    .prepare = prepare_roofline,
    .outlook = roofline_outlook,
    .first = roofline_first,
};

}  // namespace gpupeak
