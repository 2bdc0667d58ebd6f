#include "kernels/stream/stream.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <optional>
#include <span>
#include <tuple>
#include <vector>

#include "core/ceiling.h"
#include "core/device_info.h"
#include "core/dtype.h"
#include "core/host_threads.h"
#include "core/names.h"
#include "kernels/common/compare_contents.h"
#include "kernels/common/operand_faults.h"
#include "kernels/common/word_sum.h"

namespace gpupeak::stream {
namespace {

constexpr double worth_threads = 1 << 22;  // elements

// Values are odd multiples of 2^-20 below 1, so products are multiples of 2^-40: exact, whether they are rounded before
// they are added or not, and so is a sum of fewer than 2^13 of them, in any order.
constexpr double exact_products = 0x1p13;

bool reduces(const OpRow& op) { return op.writes == 0; }
bool writes_inputs(const OpRow& op) { return op.writes > 1; }  // init: b and c are outputs

struct Set {
  std::optional<Buffer<double>> a, b, c;
  std::optional<Buffer<uint64_t>> sums;
  uint64_t b_seed = 0, c_seed = 0, b_digest = 0, c_digest = 0;
};

Set make_set(Device& device, const Problem& problem) {
  const OpRow& op = row(problem.op);
  Set set;
  if (op.writes > 0) set.a.emplace(device, problem.count);
  if (op.reads > 0 || writes_inputs(op)) set.b.emplace(device, problem.count);
  if (op.reads > 1 || writes_inputs(op)) set.c.emplace(device, problem.count);
  if (reduces(op)) set.sums.emplace(device, parts(problem));
  return set;
}

template <class T>
void poison(std::optional<Buffer<T>>& buffer) {
  if (!buffer) return;
  buffer->poison();
  buffer->draw_red_zones();
}

uint64_t generate(std::optional<Buffer<double>>& buffer, DataKind kind, uint64_t seed) {
  if (!buffer) return 0;
  buffer->draw_red_zones();
  return buffer->generate(kind, seed);
}

void check_guards(Comparison& comparison, const Set& set, const OpRow& op) {
  if (set.a) report_damage(comparison, *set.a, "a");
  if (set.sums) report_damage(comparison, *set.sums, "sums");
  for (const auto& [buffer, name, digest] :
       {std::tuple{&set.b, "b", set.b_digest}, std::tuple{&set.c, "c", set.c_digest}}) {
    if (!*buffer) continue;
    report_damage(comparison, **buffer, name);
    if (!writes_inputs(op)) report_overwritten(comparison, **buffer, name, digest);
  }
}

// What an array that is written must hold. s*b, b + c and b + s*c are exact in f64 for the values above, fused or not.
Contents written(const Set& set, DataKind kind, Op op) {
  const Contents::Term b{1, set.b_seed}, c{1, set.c_seed};
  switch (op) {
    case Op::copy:
      return {.kind = kind, .first = b};
    case Op::scale:
      return {.kind = kind, .first = {scalar, set.b_seed}};
    case Op::add:
      return {.kind = kind, .first = b, .second = c};
    case Op::triad:
      return {.kind = kind, .first = b, .second = {scalar, set.c_seed}};
    default:
      return {.constant = scalar};  // write
  }
}

// All that store into `a` alone.
void check_elements(Comparison& comparison, const Set& set, const Problem& problem, DataKind kind) {
  compare_contents(comparison, *set.a, written(set, kind, problem.op), 0, set.b_seed);
}

// init: element i of a, b and c are compared as i, i + count and i + 2 * count.
void check_fills(Comparison& comparison, const Set& set, const Problem& problem, DataKind) {
  const std::optional<Buffer<double>>* arrays[] = {&set.a, &set.b, &set.c};
  for (size_t array = 0; array < fills.size(); ++array)
    compare_contents(comparison, **arrays[array], {.constant = fills[array]},
                     static_cast<int64_t>(array) * problem.count, set.b_seed + array);
}

// A sum whose own rounding does not grow with its length (A. Neumaier, 1974).
class ExactSum {
 public:
  void add(double value) {
    const double next = sum_ + value;
    lost_ += std::abs(sum_) >= std::abs(value) ? (sum_ - next) + value : (value - next) + sum_;
    sum_ = next;
  }
  double value() const { return sum_ + lost_; }

 private:
  double sum_ = 0, lost_ = 0;
};

// What each part adds up to, by threads where there is much.
template <class Sum, class Add>
std::vector<Sum> sums_of_parts(const Problem& problem, const Add& add) {
  std::vector<Sum> sums(static_cast<size_t>(parts(problem)));
  in_parallel(std::ssize(sums), threads_for(static_cast<double>(problem.count), worth_threads), [&](int64_t part) {
    const auto [first, count] = part_of(problem, static_cast<int>(part));
    Sum own{};  // of this thread: the sums of others lie in the same line
    for (int64_t i = first; i < first + count; ++i) add(own, static_cast<uint64_t>(i));
    sums[static_cast<size_t>(part)] = own;
  });
  return sums;
}

void check_word_sums(Comparison& comparison, const Set& set, const Problem& problem, DataKind kind) {
  const std::vector<uint64_t> sums = set.sums->all();
  const auto expected = sums_of_parts<uint64_t>(
      problem, [&](uint64_t& sum, uint64_t i) { sum += word_of(generated(kind, set.b_seed, i)); });
  for (size_t part = 0; part < sums.size(); ++part)
    comparison.element(off_by(sums[part], static_cast<uint64_t>(problem.passes) * expected[part]), 0, 0,
                       static_cast<int64_t>(part));
}

void check_dot_products(Comparison& comparison, const Set& set, const Problem& problem, DataKind kind) {
  struct Expected {
    ExactSum sum;
    double magnitude = 0;
  };
  const auto expected = sums_of_parts<Expected>(problem, [&](Expected& of_part, uint64_t i) {
    const double term = generated(kind, set.b_seed, i) * generated(kind, set.c_seed, i);
    of_part.sum.add(term);
    of_part.magnitude += std::abs(term);
  });
  const std::vector<uint64_t> sums = set.sums->all();
  for (int part = 0; part < parts(problem); ++part) {
    const auto& [sum, magnitude] = expected[static_cast<size_t>(part)];
    const auto passes = static_cast<double>(problem.passes);
    const double terms = passes * static_cast<double>(part_of(problem, part).count);
    // One rounding per term: its product is exact, and fused or not only the sum is rounded.
    const double allowed =
        terms < exact_products ? 0 : terms * gpupeak::row(DType::f64).unit_roundoff * passes * magnitude;
    comparison.element(std::bit_cast<double>(sums[static_cast<size_t>(part)]), passes * sum.value(), allowed, part);
  }
}

}  // namespace

std::optional<Op> op_named(std::string_view name) { return id_of(ops, name); }

Bytes working_set(const Problem& problem) {
  const OpRow& op = row(problem.op);
  return Bytes(static_cast<double>(problem.count) * (op.reads + op.writes) * sizeof(double));
}

namespace {

// The most bytes per clock that a compute unit gets from its first-level cache: 128 on SMs (CUDA C++ Programming Guide,
// compute capabilities 7.x to 12.x), and two loads of 64 with AVX-512.
constexpr double most_bytes_per_clock = 128;

// How long the bytes take at least. Where nobody knows the rate of a level, as of the caches of GPUs: no level is
// faster than the first one.
Seconds shortest_for_bytes(const Work& work, const DeviceInfo& device, Hertz clock) {
  const std::optional<Ceiling> known = ceiling(work, device);
  if (known && known->unknown.empty()) return known->time;
  Work from_first_level;
  from_first_level.units = work.units;
  from_first_level.add(Resource::l1_read, total_bytes(work));
  if (const auto first = ceiling(from_first_level, device)) return first->time;
  return Seconds(total_bytes(work).value / (most_bytes_per_clock * work.units * clock.value));
}

// An addition or a multiplication alone takes the place of a multiply-add, so every element is charged as one. What is
// never the limit is not charged: else each bandwidth would stand beside a rate of arithmetic that nobody asked for.
void charge_arithmetic(Work& work, const Problem& problem, const DeviceInfo& device) {
  constexpr double multiply_add = 2;
  const int flops = row(problem.op).flops;
  const auto rate = device.peak.rates.find(Resource::fp64);
  if (flops == 0 || rate == device.peak.rates.end()) return;
  const std::optional<Hertz> clock = rate->second.rated_clock ? rate->second.rated_clock : device.rated_clock;
  if (!clock) return;
  const double elements = static_cast<double>(problem.count) * static_cast<double>(problem.passes);
  Work arithmetic;
  arithmetic.units = work.units;
  arithmetic.add(Resource::fp64, FlopCount(multiply_add * elements));
  if (ceiling(arithmetic, device)->time <= shortest_for_bytes(work, device, *clock)) return;
  work.add(Resource::fp64, FlopCount(multiply_add * elements));
  if (flops < multiply_add) work.effective = FlopCount(flops * elements);
}

}  // namespace

Work work(const Problem& problem, const DeviceInfo& device, Cache cache) {
  const OpRow& op = row(problem.op);
  const Bytes per_array(static_cast<double>(problem.count) * sizeof(double) * static_cast<double>(problem.passes));
  Work work;
  work.units = problem.units;
  work.working_set = working_set(problem);
  charge_memory(work, device, per_array * op.reads, per_array * op.writes, cache);
  charge_arithmetic(work, problem, device);
  return work;
}

Upkeep upkeep(Device& device, const Problem& problem, int sets) {
  const OpRow& op = row(problem.op);
  const auto elements = static_cast<double>(problem.count);
  const Bytes array(elements * sizeof(double));
  const bool filled = device_fills(device, DType::f64, array), digested = device_digests(device, array);
  Upkeep of_set;
  if (!filled) of_set += op.reads * Upkeep{.generated = elements, .to_device = array};
  if (!digested) of_set += op.reads * Upkeep{.to_host = array};
  if (!digested) of_set += op.writes * Upkeep{.generated = elements, .to_device = array, .to_host = array};
  if (reduces(op)) of_set += Upkeep{.generated = op.reads * elements, .multiplied = 4 * elements};
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
  for (int i = 0; i < sets; ++i) body_->sets.push_back(make_set(device, problem));
}

Operands Data::operands(int set) {
  const Set& s = body_->sets.at(static_cast<size_t>(set));
  const auto data = [](const auto& buffer) { return buffer ? buffer->data() : nullptr; };
  return {data(s.a), data(s.b), data(s.c), data(s.sums)};
}

void Data::reset(uint64_t round) {
  const uint64_t seed = mix(body_->seed, round);
  for (uint64_t label = 0; Set & set : body_->sets) {
    poison(set.a);
    poison(set.sums);
    set.b_seed = mix(seed, label++), set.c_seed = mix(seed, label++);
    if (writes_inputs(row(body_->problem.op))) {
      poison(set.b);
      poison(set.c);
      continue;
    }
    set.b_digest = generate(set.b, body_->kind, set.b_seed);
    set.c_digest = generate(set.c, body_->kind, set.c_seed);
  }
}

Check Data::check() const {
  std::optional<Check> all;
  for (size_t i = 0; i < body_->sets.size(); ++i) {
    const Set& set = body_->sets[i];
    const Problem& problem = body_->problem;
    const OpRow& op = row(problem.op);
    Comparison comparison;
    check_guards(comparison, set, op);
    const auto check_outputs = problem.op == Op::read  ? check_word_sums
                               : problem.op == Op::dot ? check_dot_products
                               : writes_inputs(op)     ? check_fills
                                                       : check_elements;
    check_outputs(comparison, set, problem, body_->kind);
    const Check check = comparison.result([&](int64_t index) {
      const std::string_view array = problem.op == Op::read      ? "what is too much in sums"
                                     : reduces(op)               ? "sums"
                                     : index < problem.count     ? "a"
                                     : index < 2 * problem.count ? "b"
                                                                 : "c";
      const std::string element = fmt::format("{}[{}]", array, reduces(op) ? index : index % problem.count);
      return body_->sets.size() == 1 ? element : fmt::format("{} of set {}", element, i);
    });
    all = all ? both(*all, check) : check;
  }
  return *all;
}

}  // namespace gpupeak::stream
