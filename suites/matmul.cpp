// Suite `matmul`: C = A x B, from three loops to the vendors' libraries.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "core/format.h"
#include "kernels/families.h"
#include "kernels/matmul/data.h"
#include "suites/axes.h"
#include "suites/operand_sets.h"
#include "suites/verified.h"

namespace gpupeak {
namespace {

constexpr std::string_view same_as_n = "n";

// The names of a table, the first of them by default.
template <class Rows>
Axis one_of(std::string name, const Rows& rows, std::string summary) {
  Axis axis{.name = std::move(name), .values = {}, .words = {}, .summary = std::move(summary)};
  for (const auto& row : rows) axis.words.emplace_back(row.name);
  axis.values = {axis.words.front()};
  return axis;
}

std::vector<Axis> matmul_axes(const DeviceInfo& device, const kernels::Ladders& kernels) {
  const std::string n(same_as_n);
  Axis dtype{.name = "dtype", .values = {}, .words = {}, .summary = "element type; C is f32 for bf16 and int32 for i8"};
  for (const DTypeRow& row : dtypes)
    if (std::ranges::any_of(kernels.of<matmul::Rung>(), [&](const matmul::Rung* rung) { return rung->takes(row.id); }))
      dtype.words.emplace_back(row.name);
  dtype.values = dtype.words;
  return {
      dtype,
      {.name = "m",
       .kind = AxisKind::count,
       .values = {n},
       .words = {n},
       .summary = "rows of A and C; n: as many as n, so that --set matmul.n=4096 alone is square"},
      {.name = "n",
       .kind = AxisKind::count,
       .values = {"512", "1024", "2048"},
       .words = {},
       .summary = "columns of B and C"},
      {.name = "k",
       .kind = AxisKind::count,
       .values = {n},
       .words = {n},
       .summary = "columns of A, rows of B; n: as many as n"},
      one_of("layout", matmul::layouts, "A and B as they are (n) or transposed (t)"),
      one_of("update", matmul::updates, "C = A B, or C = 1.5 A B + 0.5 C"),
      {.name = "batch", .kind = AxisKind::count, .values = {"1"}, .words = {}, .summary = "products in a launch"},
      ladder_axis<matmul::Rung>(device, kernels, "implementation, from three loops to the vendors' libraries"),
  };
}

// m=n and k=n become numbers: an id says what was computed.
Case canonical_matmul(const Case& id) {
  Case resolved = id;
  for (const char* edge : {"m", "k"})
    if (id.text(edge) == same_as_n) resolved.set(edge, id.text("n"));
  return resolved;
}

bool matmul_applies(const Case& id, const kernels::Ladders& kernels) {
  return takes_dtype(kernels.of<matmul::Rung>(), id);
}

double multiplications(const matmul::Problem& p) {
  return static_cast<double>(p.batch) * static_cast<double>(p.m) * static_cast<double>(p.n) * static_cast<double>(p.k);
}

// The largest square that fits, as what to try instead.
std::string smaller_square(const Device& device, DType dtype) {
  const double elements = device.free_memory() / Bytes(3.0 * row(dtype).bytes);
  const double edge = std::exp2(std::floor(std::log2(std::sqrt(std::max(elements, 1.0)))));
  return fmt::format("--set matmul.n={}", static_cast<int64_t>(edge));
}

std::optional<Rehearsal> matmul_rehearsal(const Target& target, const matmul::Rung& rung,
                                          const matmul::Problem& problem) {
  if (rung.rehearse_at <= 0) return std::nullopt;
  matmul::Problem cube = problem;
  cube.m = cube.n = cube.k = rung.rehearse_at;
  cube.batch = 1;
  const double ratio = multiplications(problem) / multiplications(cube);
  if (ratio <= 1) return std::nullopt;
  matmul::Data data(target.device, cube, 1, target.data, target.seed);
  Launch launch = rung.bind(target.device, cube, data.operands(0));
  return Rehearsal{[data, launch = std::move(launch)](Queue& queue) { launch(queue); }, ratio};
}

// What int32 sums of int8 products cannot hold.
std::optional<Skip> not_whole(const matmul::Problem& problem) {
  if (problem.dtype != DType::i8) return std::nullopt;
  if (problem.update != matmul::Update::overwrite)
    return Skip{ReasonKind::meaningless, "int32 holds no halves of products; try --set matmul.update=overwrite"};
  constexpr int64_t most = std::numeric_limits<int32_t>::max() / (127 * 127);
  if (problem.k > most)
    return Skip{ReasonKind::meaningless, fmt::format("sums of more than {} products may overflow int32", most)};
  return std::nullopt;
}

matmul::Problem matmul_problem(const Case& written) {
  const Case id = canonical_matmul(written);
  return {.dtype = dtype_named(id.text("dtype")).value(),
          .m = id.integer("m"),
          .n = id.integer("n"),
          .k = id.integer("k"),
          .layout = matmul::layout_named(id.text("layout")).value(),
          .update = matmul::update_named(id.text("update")).value(),
          .batch = id.integer("batch")};
}

bool is_product(const matmul::Problem& p) { return p.m >= 1 && p.n >= 1 && p.k >= 1 && p.batch >= 1; }

std::optional<Outlook> matmul_outlook(const Target& target, const Case& id) {
  const matmul::Problem problem = matmul_problem(id);
  const matmul::Rung* rung = rung_named(target.kernels.of<matmul::Rung>(), id.text("rung"));
  if (!rung || !is_product(problem) || rung->refuses(target.device.info(), problem)) return std::nullopt;
  const Bytes one_set = matmul::working_set(problem);
  const int sets = operand_sets(target, one_set).count;
  if (not_whole(problem) || does_not_fit(target.device, sets * one_set + rung->workspace, "")) return std::nullopt;
  return Outlook{matmul::work(problem, target.device.info(), target.cache), sets,
                 matmul::upkeep(target.device, problem, sets)};
}

Prepared prepare_matmul(const Target& target, const Case& id) {
  const DeviceInfo& device = target.device.info();
  const matmul::Rung* rung = rung_named(target.kernels.of<matmul::Rung>(), id.text("rung"));
  if (!rung) return no_such_rung(target.kernels.of<matmul::Rung>(), id);
  const matmul::Problem problem = matmul_problem(id);
  if (!is_product(problem))
    return Skip{ReasonKind::meaningless, "an edge or a batch below 1 is no product; try --set matmul.n=1024"};
  if (auto skip = not_whole(problem)) return *skip;

  // In double and before anything is allocated: no product of edges overflows.
  const Bytes one_set = matmul::working_set(problem);
  const OperandSets sets = operand_sets(target, one_set);
  if (auto skip = does_not_fit(target.device, one_set * sets.count + rung->workspace,
                               smaller_square(target.device, problem.dtype)))
    return *skip;
  if (auto reason = rung->refuses(device, problem)) return Skip{ReasonKind::refused, *reason};

  matmul::Data data(target.device, problem, sets.count, target.data, target.seed);
  Trial trial = verified_by(data, matmul::work(problem, device, target.cache));
  for (int set = 0; set < sets.count; ++set)
    trial.launches.push_back(data.counting(set, rung->bind(target.device, problem, data.operands(set))));
  made_by(*rung, trial);
  trial.rehearsal = matmul_rehearsal(target, *rung, problem);
  if (sets.note) trial.notes.push_back(*sets.note);
  return trial;
}

constexpr std::array<Preference, 6> matmul_first{
    {{"batch", "1"}, {"update", "overwrite"}, {"layout", "nn"}, {"dtype", "f32,bf16,f64,i8"}, {"m"}, {"cache", "hot"}}};

}  // namespace

extern constinit const Suite matmul_suite{
    .name = "matmul",
    .summary = "matrix multiplication of our rungs and the vendors' libraries, square and ragged",
    .headline = "flop_rate_flops_per_s",
    .views = {View::roofline, View::ladder},
    .ladder = "rung",
    .axes = matmul_axes,
    .applies = matmul_applies,
    .canonical = canonical_matmul,
    .has_cache = always_has_cache,
    .prepare = prepare_matmul,
    .outlook = matmul_outlook,
    .first = matmul_first,
};

}  // namespace gpupeak
