// Suite `memory`: bandwidth and latency of every level of the memory hierarchy.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/format.h"
#include "kernels/chase.h"
#include "kernels/kernel_set.h"
#include "kernels/stream.h"
#include "suites/cores.h"
#include "suites/levels.h"
#include "suites/operand_sets.h"
#include "suites/rows.h"
#include "suites/rungs.h"

namespace gpupeak {
namespace {

// Rungs are ideas and have the same name on every backend, so that reports compare across devices; these are not for
// every case.
constexpr std::string_view chase_op = "chase", chase_rung = "pointer_chase", streaming_rung = "streaming",
                           prefetched_rung = "prefetched";

constexpr Bytes bytes_per_launch = mib(32);  // of each core at least: 0.1-2 ms from the first-level cache to memory
constexpr Bytes least_per_pass = kib(4);     // of each core, as which shorter passes count: they cost a call, not bytes
constexpr int64_t hops_per_launch = int64_t{1} << 16;  // 0.1 ms in the first-level cache, 7 ms in memory

bool is_explicit(const std::string& size) { return size.front() >= '0' && size.front() <= '9'; }

std::vector<Axis> axes(const DeviceInfo& device, const kernels::KernelSet& kernels) {
  Axis op{.name = "op", .values = {}, .words = {}, .summary = "what is done to the arrays; chase measures latency"};
  for (const stream::OpRow& row : stream::ops) op.words.emplace_back(row.name);
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
  rung.words = names_of(kernels.stream);
  for (std::string& name : names_of(kernels.chase)) rung.words.push_back(std::move(name));
  rung.values = rung.words;
  std::erase(rung.values, prefetched_rung);  // it lost (its header has the figures): only when asked for by name
  return {op, size, cores_axis(), rung};
}

bool applies(const Case& id) {
  const std::string &op = id.text("op"), &size = id.text("size"), &cores = id.text("cores"), &rung = id.text("rung");
  if (op == chase_op) return rung == chase_rung && (cores == "one" || cores == "1");  // latency is one thread's
  if (rung == chase_rung) return false;
  if (rung == prefetched_rung) return stream::row(stream::op_named(op).value()).reads > 0;
  if (rung != streaming_rung) return true;
  // Stores that go round the caches say nothing about a cache.
  return stream::row(stream::op_named(op).value()).writes > 0 && (size == "dram" || is_explicit(size));
}

std::variant<LevelSize, Skip> wanted_size(const Target& target, const Case& id, int units) {
  const std::string& size = id.text("size");
  if (is_explicit(size)) return LevelSize{parse_bytes(size), std::nullopt};
  return level_size(target, size, units);
}

Prepared prepare_stream(const Target& target, const Case& id, int units, const LevelSize& size) {
  const DeviceInfo& device = target.device.info();
  const stream::Rung* rung = rung_named(target.kernels.stream, id.text("rung"));
  if (!rung) return no_such_rung(target.kernels.stream, id);

  const stream::OpRow& op = stream::row(stream::op_named(id.text("op")).value());
  const double element_bytes = (op.reads + op.writes) * static_cast<double>(sizeof(double));
  stream::Problem problem{op.id, static_cast<int64_t>(size.size.value / element_bytes), units, 1};
  if (problem.count < 1)
    return Skip{
        fmt::format("{} hold less than one element of each array; try --set memory.size=64KiB", text(size.size))};
  const Bytes one_set = stream::working_set(problem);
  const double passes = bytes_per_launch * units / std::max(one_set, least_per_pass * units);
  problem.passes = std::max<int64_t>(1, std::llround(std::ceil(passes)));
  if (auto reason = rung->refuses(device, problem)) return Skip{*reason};

  const OperandSets sets = operand_sets(target, one_set);
  // Rotated sets are met once per turn: a second pass would find them in a cache.
  if (target.cache == Cache::cold) problem.passes = 1;
  if (auto skip = does_not_fit(target.device, one_set * sets.count, "--set memory.size=dram")) return *skip;

  stream::Data data(target.device, problem, sets.count, target.data, target.seed);
  Trial trial;
  trial.work = stream::work(problem, device, target.cache);
  for (int set = 0; set < sets.count; ++set)
    trial.launches.push_back(rung->bind(target.device, problem, data.operands(set)));
  trial.reset = [data](uint64_t round) mutable { data.reset(round); };
  trial.check = [data] { return data.check(); };
  for (const auto& note : {size.note, sets.note})
    if (note && std::find(trial.notes.begin(), trial.notes.end(), *note) == trial.notes.end())
      trial.notes.push_back(*note);
  return trial;
}

Prepared prepare_chase(const Target& target, const Case& id, const LevelSize& size) {
  const chase::Rung* rung = rung_named(target.kernels.chase, id.text("rung"));
  if (!rung) return no_such_rung(target.kernels.chase, id);
  if (target.cache == Cache::cold)
    return Skip{"a chase has one buffer and its size alone decides which level answers; try --set memory.size=dram"};
  const chase::Problem problem{static_cast<int64_t>(size.size.value) / chase::line_bytes, hops_per_launch};
  if (problem.lines < 1)
    return Skip{fmt::format("{} hold no cache line; try --set memory.size=64KiB", text(size.size))};
  if (auto reason = rung->refuses(target.device.info(), problem)) return Skip{*reason};

  const Bytes buffer = std::max(size.size, chase::least_buffer);
  const Bytes order =
      static_cast<double>(problem.lines) * Bytes(2 * sizeof(int64_t));  // the oracle's copy of the cycle
  if (auto skip = does_not_fit(target.device, buffer + order, "--set memory.size=dram")) return *skip;

  chase::Data data(target.device, problem, target.seed);
  Trial trial;
  trial.work = chase::work(problem);
  for (int64_t stretch = 0; stretch < chase::stretches(problem); ++stretch)
    trial.launches.push_back(rung->bind(target.device, problem, data.operands(stretch)));
  trial.reset = [data](uint64_t round) mutable { data.reset(round); };
  trial.check = [data] { return data.check(); };
  if (size.note) trial.notes.push_back(*size.note);
  return trial;
}

Prepared prepare(const Target& target, const Case& id) {
  const auto cores = cores_of(id, target.device.info());
  if (const Skip* skip = std::get_if<Skip>(&cores)) return *skip;
  const auto size = wanted_size(target, id, std::get<int>(cores));
  if (const Skip* skip = std::get_if<Skip>(&size)) return *skip;
  if (id.text("op") == chase_op) return prepare_chase(target, id, std::get<LevelSize>(size));
  return prepare_stream(target, id, std::get<int>(cores), std::get<LevelSize>(size));
}

}  // namespace

constinit const Suite memory_suite{
    .name = "memory",
    .summary = "bandwidth of STREAM's loops, and latency, from the first-level cache to main memory",
    .headline = "bandwidth_bytes_per_s",
    .ladder = "rung",
    .axes = axes,
    .applies = applies,
    .canonical = nullptr,
    .prepare = prepare,
};

}  // namespace gpupeak
