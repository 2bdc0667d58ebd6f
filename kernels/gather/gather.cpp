#include "kernels/gather/gather.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "core/host_threads.h"
#include "kernels/common/operand_faults.h"
#include "kernels/common/random_order.h"
#include "kernels/common/word_sum.h"

namespace gpupeak::gather {
namespace {

struct Set {
  Buffer<double> b;
  std::optional<Buffer<int64_t>> index;
  Buffer<uint64_t> sums;
  uint64_t b_seed = 0, b_digest = 0, index_digest = 0;
};

constexpr double worth_threads = 1 << 20;             // elements
constexpr int64_t piece_of_order = int64_t{1} << 18;  // what a thread calculates at a time: some milliseconds

// Each place's element is calculated, so that no shuffle walks through gigabytes, and threads can share them.
void write_random_order(Buffer<int64_t>& index, uint64_t seed) {
  const RandomOrder order(index.size(), seed);
  in_chunks<int64_t>(
      index.size(), piece_of_order, threads_for(static_cast<double>(index.size()), worth_threads), nothing_in_chunks,
      [&](int64_t first, std::span<int64_t> values) {
        for (int64_t place = first; int64_t & value : values) value = order.at(place++);
      },
      [&](int64_t first, std::span<int64_t> values) { index.write(first, values); });
}

// What one unit's part adds up to: b is what the generator made it, where the index array as read back points.
uint64_t part_sum(const Problem& problem, DataKind kind, uint64_t b_seed, const std::vector<int64_t>& index, int unit) {
  const Part part = part_of(problem, unit);
  uint64_t sum = 0;
  const int64_t step = problem.stride == 0 ? 1 : used_every(problem);  // parts begin at whole lines
  for (int64_t i = part.first; i < part.first + part.count; i += step)
    sum += word_of(generated(kind, b_seed, static_cast<uint64_t>(index.empty() ? i : index[static_cast<size_t>(i)])));
  return sum;
}

}  // namespace

const OpRow* op_named(std::string_view name) {
  for (const OpRow& op : ops)
    if (op.name == name) return &op;
  return nullptr;
}

Bytes working_set(const Problem& problem) {
  const double arrays = problem.stride == 0 ? 2 : 1;
  return Bytes(static_cast<double>(problem.count) * arrays * sizeof(double));
}

Work work(const Problem& problem, const DeviceInfo& device, Cache cache) {
  const int64_t step = problem.stride == 0 ? 1 : used_every(problem);
  const int64_t accesses_of_a_pass = (problem.count + step - 1) / step;
  const double accesses = static_cast<double>(accesses_of_a_pass) * static_cast<double>(problem.passes);
  const Bytes index = problem.stride == 0 ? accesses * Bytes(sizeof(int64_t)) : Bytes(0);
  Work work;
  work.units = problem.units;
  work.working_set = working_set(problem);
  work.used = accesses * Bytes(sizeof(double));

  Work in_first = work;  // where loads are served singly
  charge_memory(in_first, device, work.used + index, Bytes(0), cache);
  if (in_first.amounts.contains(Resource::l1_read)) return in_first;

  Bytes nearer(0);  // what the levels before the one that holds it keep
  for (const CacheLevel& level : device.caches) {
    const Bytes size = reachable(level, device, problem.units);
    if (cache == Cache::hot && work.working_set <= size) break;
    nearer = std::max(nearer, size);
  }
  const auto line_share = static_cast<double>(problem.stride == 0 ? problem.line : used_every(problem));
  const Bytes array = static_cast<double>(problem.count) * Bytes(sizeof(double));
  const double met_by_chance = problem.stride == 0 ? std::min(1 - 1.0 / line_share, nearer / array) : 0;
  charge_memory(work, device, line_share * (1 - met_by_chance) * work.used + index, Bytes(0), cache);
  return work;
}

Upkeep upkeep(Device& device, const Problem& problem, int sets) {
  const auto elements = static_cast<double>(problem.count);
  const Bytes array(elements * sizeof(double));
  Upkeep of_set{.generated = elements / static_cast<double>(problem.stride == 0 ? 1 : used_every(problem))};
  if (!device_fills(device, DType::f64, array)) of_set += {.generated = elements, .to_device = array};
  if (!device_digests(device, array)) of_set += {.to_host = array};
  // An element of a random order costs as much as 8 random numbers (7.8 ns beside 0.96 ns on a Zen 5).
  if (problem.stride == 0) of_set += {.generated = 8 * elements, .to_device = array, .to_host = array};
  return sets * of_set;
}

struct Data::Body {
  Problem problem;
  DataKind kind;
  uint64_t seed;
  std::vector<Set> sets;
};

Data::Data(Device& device, const Problem& problem, int sets, DataKind kind, uint64_t seed)
    : body_(std::make_shared<Body>(Body{problem, kind, seed, {}})) {
  for (int i = 0; i < sets; ++i) {
    std::optional<Buffer<int64_t>> index;
    if (problem.stride == 0) index.emplace(device, problem.count);
    body_->sets.push_back(
        Set{Buffer<double>(device, problem.count), std::move(index), Buffer<uint64_t>(device, problem.units)});
  }
}

Operands Data::operands(int set) {
  const Set& s = body_->sets.at(static_cast<size_t>(set));
  return {s.b.data(), s.index ? s.index->data() : nullptr, s.sums.data()};
}

void Data::reset(uint64_t round) {
  const uint64_t seed = mix(body_->seed, round);
  for (uint64_t label = 0; Set & set : body_->sets) {
    set.b_seed = mix(seed, label++);
    set.b_digest = set.b.generate(body_->kind, set.b_seed);
    set.b.draw_red_zones();
    if (set.index) {
      write_random_order(*set.index, mix(seed, label++));
      set.index->draw_red_zones();
      set.index_digest = set.index->digest();
    }
    set.sums.poison();
    set.sums.draw_red_zones();
  }
}

Check Data::check() const {
  const Problem& problem = body_->problem;
  std::optional<Check> all;
  for (size_t i = 0; i < body_->sets.size(); ++i) {
    const Set& set = body_->sets[i];
    Comparison comparison;
    report_damage(comparison, set.b, "b");
    report_overwritten(comparison, set.b, "b", set.b_digest);
    report_damage(comparison, set.sums, "sums");
    std::vector<int64_t> index;
    if (set.index) {
      report_damage(comparison, *set.index, "index");
      if (report_overwritten(comparison, *set.index, "index", set.index_digest)) index = set.index->all();
    }
    const std::vector<uint64_t> sums = set.sums.all();
    std::vector<uint64_t> expected(static_cast<size_t>(problem.units));
    // An index array that was overwritten may point anywhere: then that is the fault, and no sum is worth a look.
    if (problem.stride != 0 || !index.empty())
      in_parallel(problem.units, threads_for(static_cast<double>(problem.count), worth_threads), [&](int64_t unit) {
        expected[static_cast<size_t>(unit)] = static_cast<uint64_t>(problem.passes) *
                                              part_sum(problem, body_->kind, set.b_seed, index, static_cast<int>(unit));
      });
    for (size_t unit = 0; unit < sums.size(); ++unit)
      comparison.element(off_by(sums[unit], expected[unit]), 0, 0, static_cast<int64_t>(unit));
    const Check check = comparison.result([&](int64_t unit) {
      const std::string element = fmt::format("what is too much in sums[{}]", unit);
      return body_->sets.size() == 1 ? element : fmt::format("{} of set {}", element, i);
    });
    all = all ? both(*all, check) : check;
  }
  return *all;
}

}  // namespace gpupeak::gather
