// Suite `memory`: bandwidth and latency of every level of the memory hierarchy.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "core/format.h"
#include "kernels/chase/chase.h"
#include "kernels/families.h"
#include "kernels/gather/gather.h"
#include "kernels/pages/pages.h"
#include "kernels/stream/stream.h"
#include "suites/axes.h"
#include "suites/cores.h"
#include "suites/levels.h"
#include "suites/operand_sets.h"
#include "suites/verified.h"

namespace gpupeak {
namespace {

// Rungs are ideas and have the same name on every backend, so that reports compare across devices; these are not for
// every case.
constexpr std::string_view chase_op = "chase", chase_rung = "pointer_chase", prefetched_rung = "prefetched",
                           plain_rung = "plain", index_ahead_rung = "index_ahead", far_node_rung = "far_node",
                           four_blocks_rung = "four_blocks", wide_rung = "wide";

constexpr Bytes bytes_per_launch = mib(32);  // of each core at least: 0.1-2 ms from the first-level cache to memory
constexpr Bytes region = mib(16);         // of allocate, touch and free, where the size is dram: milliseconds to touch
constexpr Bytes least_per_pass = kib(4);  // of each core, as which shorter passes count: they cost a call, not bytes
constexpr int64_t few_stretches = 16;     // of a chase whose caches are emptied before each window: enough to differ
constexpr int64_t hops_of_a_line = 512;   // at least, of what a first-level cache that starts empty serves: 0.2 % miss

bool is_explicit(const std::string& size) { return size.front() >= '0' && size.front() <= '9'; }

std::vector<Axis> memory_axes(const DeviceInfo& device, const kernels::Ladders& kernels) {
  Axis op{.name = "op", .values = {}, .words = {}, .summary = "what is done to the arrays; chase measures latency"};
  for (const stream::OpRow& row : stream::ops) op.words.emplace_back(row.name);
  for (const gather::OpRow& row : gather::ops) op.words.emplace_back(row.name);
  for (const pages::OpRow& row : pages::ops) op.words.emplace_back(row.name);
  op.words.emplace_back(chase_op);
  op.values = op.words;

  Axis size{.name = "size",
            .kind = AxisKind::size,
            .values = {},
            .words = {},
            .summary = "working set over all arrays: a level's name or bytes"};
  for (const CacheLevel& cache : device.caches) size.words.push_back(cache.name);
  size.words.emplace_back("dram");
  size.values = size.words;

  Axis rung{.name = "rung", .values = {}, .words = {}, .summary = "kind of stores; pointer_chase is the one of chase"};
  rung.words = names_of(kernels.of<stream::Rung>());
  for (const auto& more :
       {names_of(kernels.of<gather::Rung>()), names_of(kernels.of<pages::Rung>()), names_of(kernels.of<chase::Rung>())})
    for (const std::string& name : more)
      if (std::find(rung.words.begin(), rung.words.end(), name) == rung.words.end()) rung.words.push_back(name);
  rung.values = rung.words;
  // Only when asked for by name: those that lost (their headers have the figures), and GPUs' variations of one idea.
  for (const std::string_view rare : {prefetched_rung, index_ahead_rung, four_blocks_rung, wide_rung})
    std::erase(rung.values, rare);
  // Far memory is a question for machines that have some.
  const stream::Rung* far = rung_named(kernels.of<stream::Rung>(), far_node_rung);
  if (far && far->refuses(device, {})) std::erase(rung.values, far_node_rung);
  return {op, size, cores_axis(device), rung};
}

bool memory_applies(const Case& id, const kernels::Ladders& kernels) {
  const std::string &op = id.text("op"), &size = id.text("size"), &cores = id.text("cores"), &rung = id.text("rung");
  const bool in_memory = size == "dram" || is_explicit(size);
  if (rung == far_node_rung && !in_memory) return false;  // caches are near whatever is in them
  if (op == chase_op)                                     // latency is one thread's
    return (rung == chase_rung || rung == far_node_rung) && names_one_core(cores);
  if (rung == chase_rung) return false;
  const pages::Rung* of_pages = rung_named(kernels.of<pages::Rung>(), rung);
  if (const auto of_page = pages::op_named(op))
    return of_pages && of_pages->applies(*of_page) && in_memory && names_one_core(cores);
  if (of_pages) return false;
  if (const gather::OpRow* row = gather::op_named(op))
    return rung == plain_rung || (rung == index_ahead_rung && row->stride == 0);
  const stream::Rung* of_stream = rung_named(kernels.of<stream::Rung>(), rung);
  if (!of_stream) return false;
  if (of_stream->blocks > 1 && cores != "all") return false;  // a device puts them on units of its own choice
  return of_stream->applies(stream::op_named(op).value()) && (in_memory || !of_stream->in_memory_only);
}

// A chase has one buffer whose size alone decides which level answers, and fresh pages are in no cache.
bool memory_has_cache(const Case& id) { return id.text("op") != chase_op && !pages::op_named(id.text("op")); }

std::variant<LevelSize, Skip> wanted_size(const Target& target, const Case& id, int units) {
  const std::string& size = id.text("size");
  if (is_explicit(size)) return LevelSize{parse_bytes(size), std::nullopt};
  return level_size(target, size, units);
}

// A level behind one that loads can go round is measured so. Sizes in bytes show what a plain loop gets.
bool past_first_level(const DeviceInfo& device, const std::string& size) {
  return !device.caches.empty() && device.caches.front().avoidable && device.caches.front().name != size &&
         capacity(device, size).has_value();
}

// Each once: both may say that a cache holds a part.
void add_notes(Trial& trial, const LevelSize& size, const OperandSets& sets) {
  for (const auto& note : {size.note, sets.note})
    if (note && std::find(trial.notes.begin(), trial.notes.end(), *note) == trial.notes.end())
      trial.notes.push_back(*note);
}

// Walks of a launch, so that it is worth timing. Rotated sets are met once per turn: a second pass would find them in a
// cache.
int64_t passes_over(const Target& target, Bytes one_set, int units) {
  if (target.cache == Cache::cold) return 1;
  const double passes = bytes_per_launch * units / std::max(one_set, least_per_pass * units);
  return std::max<int64_t>(1, std::llround(std::ceil(passes)));
}

stream::Problem stream_problem(const Target& target, const stream::Rung& rung, const Case& id, int units, Bytes size) {
  const stream::OpRow& op = stream::row(stream::op_named(id.text("op")).value());
  const double element_bytes = (op.reads + op.writes) * static_cast<double>(sizeof(double));
  stream::Problem problem{.op = op.id,
                          .count = static_cast<int64_t>(size.value / element_bytes),
                          .units = units,
                          .blocks = rung.blocks,
                          .past_first_level = past_first_level(target.device.info(), id.text("size"))};
  problem.passes = passes_over(target, stream::working_set(problem), units);
  return problem;
}

Prepared prepare_stream(const Target& target, const Case& id, int units, const LevelSize& size) {
  const DeviceInfo& device = target.device.info();
  const stream::Rung* rung = rung_named(target.kernels.of<stream::Rung>(), id.text("rung"));
  if (!rung) return no_such_rung(target.kernels.of<stream::Rung>(), id);

  const stream::Problem problem = stream_problem(target, *rung, id, units, size.size);
  if (problem.count < 1)
    return Skip{
        ReasonKind::meaningless,
        fmt::format("{} hold less than one element of each array; try --set memory.size=64KiB", text(size.size))};
  const Bytes one_set = stream::working_set(problem);
  if (auto reason = rung->refuses(device, problem)) return Skip{ReasonKind::refused, *reason};

  const OperandSets sets = operand_sets(target, one_set);
  if (auto skip = does_not_fit(target.device, one_set * sets.count, "--set memory.size=dram")) return *skip;

  stream::Data data(target.device, problem, sets.count, target.data, target.seed);
  Trial trial = verified_by(data, stream::work(problem, device, target.cache));
  for (int set = 0; set < sets.count; ++set)
    trial.launches.push_back(rung->bind(target.device, problem, data.operands(set)));
  // Sums and products of vectors lower the clock that a first-level cache runs at; behind it they are too few to.
  if (stream::row(problem.op).flops > 0 && trial.work.amounts.contains(Resource::l1_read)) trial.busy = Resource::fp64;
  add_notes(trial, size, sets);
  return trial;
}

gather::Problem gather_problem(const Target& target, const Case& id, int units, Bytes size) {
  const int64_t stride = gather::op_named(id.text("op"))->stride;
  const double element_bytes = (stride == 0 ? 2 : 1) * static_cast<double>(sizeof(double));
  const auto line = static_cast<int64_t>(target.device.info().line.value / sizeof(double));
  gather::Problem problem{.stride = stride,
                          .count = static_cast<int64_t>(size.value / element_bytes),
                          .units = units,
                          .line = line,
                          .past_first_level = past_first_level(target.device.info(), id.text("size"))};
  problem.passes = passes_over(target, gather::working_set(problem), units);
  return problem;
}

Prepared prepare_gather(const Target& target, const Case& id, int units, const LevelSize& size) {
  const gather::Rung* rung = rung_named(target.kernels.of<gather::Rung>(), id.text("rung"));
  if (!rung) return no_such_rung(target.kernels.of<gather::Rung>(), id);
  const gather::Problem problem = gather_problem(target, id, units, size.size);
  if (problem.count < 1)
    return Skip{ReasonKind::meaningless,
                fmt::format("{} hold no element; try --set memory.size=64KiB", text(size.size))};
  const Bytes one_set = gather::working_set(problem);
  if (auto reason = rung->refuses(target.device.info(), problem)) return Skip{ReasonKind::refused, *reason};
  const OperandSets sets = operand_sets(target, one_set);
  const Bytes with_oracle = one_set * (sets.count + 1);  // which looks at one whole set at a time
  if (auto skip = does_not_fit(target.device, with_oracle, "--set memory.size=dram")) return *skip;

  gather::Data data(target.device, problem, sets.count, target.data, target.seed);
  Trial trial = verified_by(data, gather::work(problem, target.device.info(), target.cache));
  for (int set = 0; set < sets.count; ++set)
    trial.launches.push_back(rung->bind(target.device, problem, data.operands(set)));
  add_notes(trial, size, sets);
  return trial;
}

Prepared prepare_pages(const Target& target, const Case& id) {
  const pages::Rung* rung = rung_named(target.kernels.of<pages::Rung>(), id.text("rung"));
  if (!rung) return no_such_rung(target.kernels.of<pages::Rung>(), id);
  const Bytes size = is_explicit(id.text("size")) ? parse_bytes(id.text("size")) : region;
  const pages::Problem problem{pages::op_named(id.text("op")).value(),
                               static_cast<int64_t>(size.value) / pages::huge_page};
  if (problem.huge_pages < 1)
    return Skip{ReasonKind::meaningless, fmt::format("{} hold no huge page; try --set memory.size=16MiB", text(size))};
  if (auto reason = rung->refuses(target.device.info(), problem)) return Skip{ReasonKind::refused, *reason};
  const Bytes most = static_cast<double>(pages::most_regions(problem)) * size;
  if (auto skip = does_not_fit(target.device, most, "--set memory.size=16MiB")) return *skip;

  pages::Data data(target.device, *rung, problem, target.seed);
  Trial trial;
  trial.work = pages::work(problem, data.page_bytes());
  trial.launches.push_back(data.launch());
  trial.reset = [data](uint64_t) mutable { data.arm(1); };
  trial.arm = [data](int64_t launches) mutable { data.arm(launches); };
  trial.most_launches = pages::most_regions(problem);
  trial.check = [data]() mutable { return data.check(); };
  trial.timer = Timer::host;
  trial.headline = "latency_s";
  return trial;
}

// What a window must not find in a cache is evicted before it, where that takes less than walking round it: then a few
// stretches are enough, each of which verification walks twice.
bool empties_caches(const Target& target, const chase::Rung& rung, Bytes size) {
  return rung.empties_caches && last_level_cache(target.device.info()) > Bytes(0) &&
         size > last_level_cache(target.device.info());
}

chase::Problem chase_problem(const Target& target, const chase::Rung& rung, Bytes size) {
  const DeviceInfo& device = target.device.info();
  chase::Problem problem{.lines = static_cast<int64_t>(size.value) / chase::line_bytes, .hops = rung.hops};
  // Where loads can go round the first-level cache, each launch finds it empty (PTX ISA, cache operators), and fills
  // it.
  if (!device.caches.empty() && device.caches.front().avoidable && size <= device.caches.front().size)
    problem.hops = std::max(problem.hops, hops_of_a_line * problem.lines);
  if (empties_caches(target, rung, size)) {
    problem.most_stretches = few_stretches;
    return problem;
  }
  // A round of more lines than caches hold: walking all of 8 GiB, twice, would take minutes and tell no more.
  const Bytes evicting = enough_to_miss(target.device.info());
  const Bytes walked(static_cast<double>(chase::line_bytes * problem.hops));
  if (evicting > Bytes(0)) problem.most_stretches = static_cast<int64_t>(std::ceil(evicting / walked));
  return problem;
}

Prepared prepare_chase(const Target& target, const Case& id, const LevelSize& size) {
  const chase::Rung* rung = rung_named(target.kernels.of<chase::Rung>(), id.text("rung"));
  if (!rung) return no_such_rung(target.kernels.of<chase::Rung>(), id);
  const chase::Problem problem = chase_problem(target, *rung, size.size);
  if (problem.lines < 1)
    return Skip{ReasonKind::meaningless,
                fmt::format("{} hold no cache line; try --set memory.size=64KiB", text(size.size))};
  if (auto reason = rung->refuses(target.device.info(), problem)) return Skip{ReasonKind::refused, *reason};

  const bool empties = empties_caches(target, *rung, size.size);
  const Bytes evicting = empties ? enough_to_miss(target.device.info()) : Bytes(0);
  const Bytes buffer = std::max(size.size, chase::least_buffer) + evicting;
  if (auto skip = does_not_fit(target.device, buffer, "--set memory.size=dram")) return *skip;

  chase::Data data(target.device, problem, target.seed);
  Trial trial = verified_by(data, chase::work(problem));
  for (int64_t stretch = 0; stretch < chase::stretches(problem); ++stretch)
    trial.launches.push_back(rung->bind(target.device, problem, data.operands(stretch)));
  if (empties) {
    // Reading so much else leaves next to nothing of the cycle, of which a stretch comes again after all others only.
    // What is read does not matter.
    const auto other = std::make_shared<Buffer<uint64_t>>(
        target.device, static_cast<int64_t>(evicting.value / static_cast<double>(sizeof(uint64_t))));
    trial.arm = [other](int64_t) { other->digest(); };
    trial.most_launches = std::ssize(trial.launches);
  }
  trial.headline = "latency_s";
  if (size.note) trial.notes.push_back(*size.note);
  return trial;
}

// For plans: a first-level cache answers at least ten times as fast as memory.
Seconds longest_hop(const chase::Rung& rung, const DeviceInfo& device, Bytes size) {
  const bool in_first_level = !device.caches.empty() && size <= device.caches.front().size;
  return in_first_level ? rung.longest_hop / 10 : rung.longest_hop;
}

// Of whole arrays, by index or stride, and of chases; pages are few.
std::optional<Outlook> memory_outlook(const Target& target, const Case& id) {
  const DeviceInfo& device = target.device.info();
  const auto cores = cores_of(id, device);
  if (std::holds_alternative<Skip>(cores)) return std::nullopt;
  if (pages::op_named(id.text("op"))) return Outlook{};
  const int units = std::get<Cores>(cores).units;
  const auto wanted = wanted_size(target, id, units);
  if (std::holds_alternative<Skip>(wanted)) return std::nullopt;
  const Bytes size = std::get<LevelSize>(wanted).size;
  if (id.text("op") == chase_op) {
    const chase::Rung* rung = rung_named(target.kernels.of<chase::Rung>(), id.text("rung"));
    if (!rung) return std::nullopt;
    const chase::Problem problem = chase_problem(target, *rung, size);
    if (does_not_fit(target.device, size, "")) return std::nullopt;
    return Outlook{.launch = chase::work(problem),
                   .sets = static_cast<int>(chase::stretches(problem)),
                   .round = chase::upkeep(target.device, problem),
                   .latency = static_cast<double>(problem.hops) * longest_hop(*rung, device, size)};
  }
  if (gather::op_named(id.text("op"))) {
    const gather::Problem problem = gather_problem(target, id, units, size);
    const int sets = operand_sets(target, gather::working_set(problem)).count;
    if (problem.count < 1 || does_not_fit(target.device, sets * gather::working_set(problem), "")) return std::nullopt;
    return Outlook{gather::work(problem, device, target.cache), sets, gather::upkeep(target.device, problem, sets)};
  }
  const stream::Rung* rung = rung_named(target.kernels.of<stream::Rung>(), id.text("rung"));
  if (!rung) return std::nullopt;
  const stream::Problem problem = stream_problem(target, *rung, id, units, size);
  const int sets = operand_sets(target, stream::working_set(problem)).count;
  if (problem.count < 1 || rung->refuses(device, problem) ||
      does_not_fit(target.device, sets * stream::working_set(problem), ""))
    return std::nullopt;
  return Outlook{stream::work(problem, device, target.cache), sets, stream::upkeep(target.device, problem, sets)};
}

Prepared prepare_memory(const Target& target, const Case& id) {
  const auto cores = cores_of(id, target.device.info());
  if (const Skip* skip = std::get_if<Skip>(&cores)) return *skip;
  if (pages::op_named(id.text("op"))) return prepare_pages(target, id);
  const auto [units, unit] = std::get<Cores>(cores);
  const auto wanted = wanted_size(target, id, units);
  if (const Skip* skip = std::get_if<Skip>(&wanted)) return *skip;
  const LevelSize& size = std::get<LevelSize>(wanted);
  Prepared prepared = id.text("op") == chase_op         ? prepare_chase(target, id, size)
                      : gather::op_named(id.text("op")) ? prepare_gather(target, id, units, size)
                                                        : prepare_stream(target, id, units, size);
  if (Trial* trial = std::get_if<Trial>(&prepared)) trial->unit = unit;
  return prepared;
}

constexpr std::array<Preference, 3> memory_first{{{"size", "dram"}, {"op", "read,chase,copy,triad"}, {"cores", "all"}}};

}  // namespace

extern constinit const Suite memory_suite{
    .name = "memory",
    .summary =
        "bandwidth of loops, strides and random order, latency, and the price of pages, from the first-level cache to "
        "main "
        "memory",
    .headline = "bandwidth_bytes_per_s",
    .views = {View::plateaus, View::size_curve, View::roofline, View::ladder},
    .ladder = "rung",
    .axes = memory_axes,
    .applies = memory_applies,
    .canonical = nullptr,
    .has_cache = memory_has_cache,
    .prepare = prepare_memory,
    .outlook = memory_outlook,
    .first = memory_first,
};

}  // namespace gpupeak
