// Suite `throughput`: the arithmetic peak and the latency behind it, from registers alone.
#include <algorithm>
#include <array>

#include "kernels/dot/dot.h"
#include "kernels/families.h"
#include "kernels/fma/data.h"
#include "suites/axes.h"
#include "suites/cores.h"
#include "suites/verified.h"

namespace gpupeak {
namespace {

// Turns, or steps, of a launch: 0.15-0.7 ms on a core of a few GHz.
constexpr int64_t steps_per_launch = int64_t{1} << 16;

template <class Rung>
bool runs(const Rung& rung, const DeviceInfo& device, DType dtype) {
  return rung.takes(dtype) && !rung.refuses(device, {.dtype = dtype});
}
bool runs(const fma::Rung& rung, const DeviceInfo& device) {
  return std::ranges::any_of(dtypes, [&](const DTypeRow& dtype) { return runs(rung, device, dtype.id); });
}

std::vector<std::string> all_names(const kernels::Ladders& kernels) {
  std::vector<std::string> names = names_of(kernels.of<fma::Rung>());
  for (std::string& name : names_of(kernels.of<dot::Rung>())) names.push_back(std::move(name));
  return names;
}

// Whether no later rung has the same unit do a type that this one runs here.
bool widest_of_something(std::span<const dot::Rung* const> ladder, size_t index, const DeviceInfo& device) {
  const auto later = ladder.subspan(index + 1);
  return std::ranges::any_of(dtypes, [&](const DTypeRow& dtype) {
    return runs(*ladder[index], device, dtype.id) && std::ranges::none_of(later, [&](const dot::Rung* wider) {
             return runs(*wider, device, dtype.id) && wider->resource(dtype.id) == ladder[index]->resource(dtype.id);
           });
  });
}

// What runs here, without the rungs between the plainest and the widest of f32: what one lane does, and what the
// machine can do.
std::vector<std::string> telling_rungs(const DeviceInfo& device, const kernels::Ladders& kernels) {
  std::vector<std::string> names;
  for (const fma::Rung* rung : kernels.of<fma::Rung>())
    if (rung->takes(DType::f32) && runs(*rung, device)) names.emplace_back(rung->name);
  if (names.size() > 2) names.erase(names.begin() + 1, names.end() - 1);
  for (const fma::Rung* rung : kernels.of<fma::Rung>())
    if (!rung->takes(DType::f32) && runs(*rung, device)) names.emplace_back(rung->name);
  for (size_t i = 0; i < kernels.of<dot::Rung>().size(); ++i)
    if (widest_of_something(kernels.of<dot::Rung>(), i, device)) names.emplace_back(kernels.of<dot::Rung>()[i]->name);
  return names.empty() ? all_names(kernels) : names;
}

std::vector<Axis> throughput_axes(const DeviceInfo& device, const kernels::Ladders& kernels) {
  Axis dtype{.name = "dtype",
             .values = {},
             .words = {},
             .summary = "element type; dot products and tiles of tf32, f16, bf16 and e4m3 add up in f32, i8 in int32"};
  for (const DTypeRow& row : dtypes) dtype.words.emplace_back(row.name);
  dtype.values = dtype.words;

  Axis pattern = word_axis("pattern", fma::patterns, &fma::PatternRow::summary);
  // Register files of GPUs are said to have too few ports for three sources at full rate: both are measured there.
  const bool few_ports = device.backend != "host";
  pattern.values.assign(pattern.words.begin(), pattern.words.begin() + (few_ports ? 2 : 1));
  return {dtype, cores_axis(device), pattern,
          Axis{.name = "rung",
               .values = telling_rungs(device, kernels),
               .words = all_names(kernels),
               .summary = "width of the instruction: by default one element and the widest of every kind"}};
}

bool throughput_applies(const Case& id, const kernels::Ladders& kernels) {
  const DType dtype = dtype_named(id.text("dtype")).value();
  const fma::Pattern pattern = fma::pattern_named(id.text("pattern")).value();
  if (pattern == fma::Pattern::dependent && !names_one_core(id.text("cores"))) return false;  // latency is one core's
  if (const fma::Rung* rung = rung_named(kernels.of<fma::Rung>(), id.text("rung"))) return rung->takes(dtype);
  const dot::Rung* rung = rung_named(kernels.of<dot::Rung>(), id.text("rung"));
  return rung && rung->takes(dtype) && pattern != fma::Pattern::two_sources;
}

fma::Data prepared(const Target& target, const fma::Problem& problem, const fma::Rung& rung) {
  return {target.device, problem, rung, target.data, target.seed};
}
dot::Data prepared(const Target& target, const dot::Problem& problem, const dot::Rung& rung) {
  return {target.device, problem, rung, target.data, target.seed};
}

std::optional<Note> note_on(const fma::Problem&) { return std::nullopt; }
// Integers of all 8 bits are as random as those of a product.
std::optional<Note> note_on(const dot::Problem& problem) {
  if (problem.dtype == DType::i8) return std::nullopt;
  return Note{NoteKind::small_factors};
}

// The same for both families.
template <class Problem, class Rung>
Prepared trial_of(const Target& target, const Problem& problem, const Rung& rung, int unit) {
  if (auto reason = rung.refuses(target.device.info(), problem)) return Skip{ReasonKind::refused, *reason};
  auto data = prepared(target, problem, rung);
  Trial trial = verified_by(data, work(problem, rung));
  trial.launches = {rung.bind(target.device, problem, data.operands())};
  trial.unit = unit;
  if (trial.work.steps > 0) trial.headline = "latency_s";
  if (target.data == DataKind::zeros) trial.notes.push_back({NoteKind::zeros_prove_nothing});
  if (auto note = note_on(problem); note && target.data == DataKind::random) trial.notes.push_back(*note);
  return trial;
}

Prepared prepare_throughput(const Target& target, const Case& id) {
  const auto cores = cores_of(id, target.device.info());
  if (const Skip* skip = std::get_if<Skip>(&cores)) return *skip;
  const auto [units, unit] = std::get<Cores>(cores);
  const DType dtype = dtype_named(id.text("dtype")).value();
  const fma::Pattern pattern = fma::pattern_named(id.text("pattern")).value();

  if (const fma::Rung* rung = rung_named(target.kernels.of<fma::Rung>(), id.text("rung"))) {
    const int64_t steps = fma::whole_steps(*rung, std::min(steps_per_launch, fma::most_steps(dtype, pattern)));
    const fma::Problem problem{dtype, units, steps, steps_per_launch / steps, pattern};
    return trial_of(target, problem, *rung, unit);
  }
  if (const dot::Rung* rung = rung_named(target.kernels.of<dot::Rung>(), id.text("rung"))) {
    dot::Problem problem{.dtype = dtype, .units = units, .dependent = pattern == fma::Pattern::dependent};
    const int depth = rung->shape(problem).depth;
    problem.steps = dot::whole_steps(*rung, std::min(rung->steps(dtype), dot::most_steps(dtype, rung->sums, depth)));
    problem.passes = rung->steps(dtype) / problem.steps | 1;  // odd, see Problem
    return trial_of(target, problem, *rung, unit);
  }
  return no_such_rung(all_names(target.kernels), id);
}

constexpr std::array<Preference, 3> throughput_first{
    {{"cores", "all"}, {"pattern", "three_sources"}, {"dtype", "f32,f64,bf16,i8,f16"}}};

}  // namespace

extern constinit const Suite throughput_suite{
    .name = "throughput",
    .summary = "multiply-adds per second of every type, from one element at a time to products of tiles, and latency",
    .headline = "flop_rate_flops_per_s",
    .views = {View::arithmetic_roof, View::ladder},
    .ladder = "rung",
    .axes = throughput_axes,
    .applies = throughput_applies,
    .canonical = nullptr,
    .has_cache = nullptr,
    .prepare = prepare_throughput,
    .first = throughput_first,
};

}  // namespace gpupeak
