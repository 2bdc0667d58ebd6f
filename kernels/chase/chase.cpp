#include "kernels/chase/chase.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <vector>

#include "kernels/common/operand_faults.h"
#include "kernels/common/random_order.h"

namespace gpupeak::chase {
namespace {

constexpr int64_t line_elements = line_bytes / static_cast<int64_t>(sizeof(int64_t));
constexpr int64_t chunk_lines = 1 << 12;
constexpr auto least_buffer_elements = static_cast<int64_t>(least_buffer / Bytes(sizeof(int64_t)));

}  // namespace

int64_t stretches(const Problem& problem) {
  const int64_t all = problem.lines / problem.hops + (problem.lines % problem.hops != 0);
  return std::clamp<int64_t>(problem.most_stretches, 1, std::max<int64_t>(1, all));
}

Work work(const Problem& problem) {
  Work work;
  work.units = 1;
  work.steps = static_cast<double>(problem.hops);
  work.working_set = Bytes(static_cast<double>(problem.lines) * line_bytes);
  return work;
}

Upkeep upkeep(Device& device, const Problem& problem) {
  const auto lines = static_cast<double>(problem.lines);
  const Bytes buffer = std::max(Bytes(lines * line_bytes), least_buffer);
  // A line's follower costs as much as some random numbers: there and back in a random order.
  Upkeep round{.generated = 40 * lines, .to_device = buffer};
  if (!digests_itself(device, buffer)) round += {.to_host = 2.0 * buffer};
  return round;
}

struct Data::Body {
  Problem problem;
  uint64_t seed;
  Buffer<int64_t> next, start, end;
  RandomOrder order;  // the lines as the cycle visits them: walked as a ring, a single random cycle
  uint64_t next_digest = 0, start_digest = 0;

  // Index of the line that the cycle reaches after so many hops from its origin.
  int64_t index_after(int64_t stretch, int64_t hops) const {
    const int64_t n = problem.lines;
    const int64_t place = (stretch * (problem.hops % n) + hops % n) % n;  // stretch < n: no overflow below 2^63 bytes
    return order.at(place) * line_elements;
  }

  int64_t follower(int64_t line) const {
    const int64_t place = order.place_of(line) + 1;
    return order.at(place < problem.lines ? place : 0);
  }

  void write_cycle() {
    std::vector<int64_t> chunk;
    for (int64_t first = 0; first < problem.lines; first += chunk_lines) {
      const int64_t n = std::min(chunk_lines, problem.lines - first);
      chunk.assign(static_cast<size_t>(n * line_elements), 0);
      for (int64_t i = 0; i < n; ++i)
        chunk[static_cast<size_t>(i * line_elements)] = follower(first + i) * line_elements;
      next.write(first * line_elements, chunk);
    }
    write_rest();
  }

  // Behind the cycle, where no hop leads: each element leads to itself, so that one astray stays there.
  void write_rest() {
    std::vector<int64_t> chunk;
    for (int64_t first = problem.lines * line_elements; first < next.size();) {
      chunk.resize(static_cast<size_t>(std::min(chunk_lines * line_elements, next.size() - first)));
      std::iota(chunk.begin(), chunk.end(), first);
      next.write(first, chunk);
      first += static_cast<int64_t>(chunk.size());
    }
  }
};

Data::Data(Device& device, const Problem& problem, uint64_t seed) {
  const int64_t launches = stretches(problem);
  body_ = std::make_shared<Body>(
      Body{problem, seed, Buffer<int64_t>(device, std::max(problem.lines * line_elements, least_buffer_elements)),
           Buffer<int64_t>(device, launches), Buffer<int64_t>(device, launches), RandomOrder(problem.lines, seed)});
}

Operands Data::operands(int64_t stretch) {
  return {body_->next.data(), body_->start.data() + stretch, body_->end.data() + stretch};
}

void Data::reset(uint64_t round) {
  Body& body = *body_;
  body.order = RandomOrder(body.problem.lines, mix(body.seed, round));
  body.write_cycle();
  std::vector<int64_t> starts;
  for (int64_t stretch = 0; stretch < body.start.size(); ++stretch) starts.push_back(body.index_after(stretch, 0));
  body.start.write(0, starts);
  body.end.poison();
  for (Buffer<int64_t>* buffer : {&body.next, &body.start, &body.end}) buffer->draw_red_zones();
  body.next_digest = body.next.digest();
  body.start_digest = body.start.digest();
}

Check Data::check() const {
  const Body& body = *body_;
  Comparison comparison;
  report_damage(comparison, body.next, "next");
  report_damage(comparison, body.start, "start");
  report_damage(comparison, body.end, "end");
  report_overwritten(comparison, body.next, "next", body.next_digest);
  report_overwritten(comparison, body.start, "start", body.start_digest);
  const std::vector<int64_t> ends = body.end.all();
  for (int64_t stretch = 0; stretch < body.end.size(); ++stretch)
    comparison.element(static_cast<double>(ends[static_cast<size_t>(stretch)]),
                       static_cast<double>(body.index_after(stretch, body.problem.hops)), 0, stretch);
  return comparison.result([](int64_t stretch) { return fmt::format("the end of stretch {}", stretch); });
}

}  // namespace gpupeak::chase
