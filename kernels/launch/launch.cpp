#include "kernels/launch/launch.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "core/names.h"
#include "kernels/common/operand_faults.h"

namespace gpupeak::launch {
namespace {

constexpr int64_t chunk = 1 << 15;        // counters looked at at a time
constexpr uint64_t largest_start = 1000;  // small, so that no count is ever rounded in f64

}  // namespace

std::optional<Op> op_named(std::string_view name) { return id_of(ops, name); }

Work work(const Problem& problem, const Rung& rung, const DeviceInfo& device, Cache cache) {
  const Bytes touched(static_cast<double>(problem.count) * sizeof(int64_t));
  const auto times = static_cast<double>(rung.chain);
  Work work;
  work.steps = times;
  work.working_set = touched;
  if (problem.count > 1) charge_memory(work, device, touched * times, touched * times, cache);
  return work;
}

struct Data::Body {
  Problem problem;
  int64_t chain;
  uint64_t seed;
  Buffer<int64_t> counters;
  uint64_t round_seed = 0;
  int64_t started = 0;  // launches since the last reset

  int64_t start_of(int64_t i) const {
    return static_cast<int64_t>(mix(round_seed, static_cast<uint64_t>(i)) % largest_start);
  }
};

Data::Data(Device& device, const Problem& problem, const Rung& rung, uint64_t seed)
    : body_(std::make_shared<Body>(Body{problem, rung.chain, seed, Buffer<int64_t>(device, problem.count)})) {}

Operands Data::operands() { return {body_->counters.data()}; }

Launch Data::counting(Launch launch) {
  return [launch = std::move(launch), body = body_](Queue& queue) {
    ++body->started;
    launch(queue);
  };
}

void Data::reset(uint64_t round) {
  Body& body = *body_;
  body.round_seed = mix(body.seed, round);
  body.started = 0;
  std::vector<int64_t> values;
  for (int64_t first = 0; first < body.problem.count; first += chunk) {
    values.resize(static_cast<size_t>(std::min(chunk, body.problem.count - first)));
    for (size_t i = 0; i < values.size(); ++i) values[i] = body.start_of(first + static_cast<int64_t>(i));
    body.counters.write(first, values);
  }
  body.counters.draw_red_zones();
}

Check Data::check() const {
  const Body& body = *body_;
  Comparison comparison;
  report_damage(comparison, body.counters, "counters");
  if (body.started == 0) comparison.fault("nothing was launched");
  std::vector<int64_t> values;
  for (int64_t first = 0; first < body.problem.count; first += chunk) {
    values.resize(static_cast<size_t>(std::min(chunk, body.problem.count - first)));
    body.counters.read(first, values);
    for (size_t i = 0; i < values.size(); ++i) {
      const int64_t at = first + static_cast<int64_t>(i);
      comparison.element(static_cast<double>(values[i]),
                         static_cast<double>(body.start_of(at) + body.started * body.chain), 0, at);
    }
  }
  return comparison.result([](int64_t index) { return fmt::format("counter {}", index); });
}

}  // namespace gpupeak::launch
