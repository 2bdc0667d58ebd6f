#include "kernels/chase/chase.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <vector>

#include "core/host_threads.h"
#include "kernels/common/operand_faults.h"
#include "kernels/common/random_order.h"

namespace gpupeak::chase {
namespace {

constexpr int64_t line_elements = line_bytes / static_cast<int64_t>(sizeof(Address));
constexpr int64_t chunk_lines = 1 << 15;   // 2 MiB: what a thread writes at a time
constexpr double worth_threads = 1 << 17;  // lines
constexpr auto least_buffer_elements = static_cast<int64_t>(least_buffer / Bytes(sizeof(Address)));

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
  // A line's follower, there and back in a random order, costs as much as 21 random numbers (20 ns beside 0.96 ns on a
  // Zen 5).
  Upkeep round{.generated = 21 * lines, .to_device = buffer};
  if (!device_digests(device, buffer)) round += {.to_host = 2.0 * buffer};
  return round;
}

struct Data::Body {
  Problem problem;
  uint64_t seed;
  Buffer<Address> next, start, end;
  RandomOrder order;  // the lines as the cycle visits them: walked as a ring, a single random cycle
  uint64_t next_digest = 0, start_digest = 0;

  Address address_of(int64_t element) const { return reinterpret_cast<Address>(next.data() + element); }
  // Nothing where no element begins.
  std::optional<int64_t> element_at(Address address) const {
    const Address bytes = address - address_of(0);
    if (bytes % sizeof(Address) != 0 || bytes / sizeof(Address) >= static_cast<Address>(next.size()))
      return std::nullopt;
    return static_cast<int64_t>(bytes / sizeof(Address));
  }

  // Element of the line that the cycle reaches after so many hops from its origin.
  int64_t element_after(int64_t stretch, int64_t hops) const {
    const int64_t n = problem.lines;
    const int64_t place = (stretch * (problem.hops % n) + hops % n) % n;  // stretch < n: no overflow below 2^63 bytes
    return order.at(place) * line_elements;
  }

  int64_t follower(int64_t line) const {
    const int64_t place = order.place_of(line) + 1;
    return order.at(place < problem.lines ? place : 0);
  }

  // Elements where no hop leads, within a line and behind the cycle, lead to themselves: one astray stays there.
  Address from(int64_t element) const {
    const int64_t line = element / line_elements;
    const bool in_cycle = line < problem.lines && element % line_elements == 0;
    return address_of(in_cycle ? follower(line) * line_elements : element);
  }

  // Threads calculate; the device is spoken to by the calling one alone.
  void write_cycle() {
    in_chunks<Address>(
        next.size(), chunk_lines * line_elements, threads_for(static_cast<double>(problem.lines), worth_threads),
        nothing_in_chunks,
        [&](int64_t first, std::span<Address> elements) {
          for (int64_t at = first; Address & element : elements) element = from(at++);
        },
        [&](int64_t first, std::span<Address> elements) { next.write(first, elements); });
  }
};

Data::Data(Device& device, const Problem& problem, uint64_t seed) {
  const int64_t launches = stretches(problem);
  body_ = std::make_shared<Body>(
      Body{problem, seed, Buffer<Address>(device, std::max(problem.lines * line_elements, least_buffer_elements)),
           Buffer<Address>(device, launches), Buffer<Address>(device, launches), RandomOrder(problem.lines, seed)});
}

Operands Data::operands(int64_t stretch) {
  return {body_->next.data(), body_->start.data() + stretch, body_->end.data() + stretch};
}

void Data::reset(uint64_t round) {
  Body& body = *body_;
  body.order = RandomOrder(body.problem.lines, mix(body.seed, round));
  body.write_cycle();
  std::vector<Address> starts;
  for (int64_t stretch = 0; stretch < body.start.size(); ++stretch)
    starts.push_back(body.address_of(body.element_after(stretch, 0)));
  body.start.write(0, starts);
  body.end.poison();
  for (Buffer<Address>* buffer : {&body.next, &body.start, &body.end}) buffer->draw_red_zones();
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
  const auto name = [](int64_t stretch) { return fmt::format("the end of stretch {}", stretch); };
  const std::vector<Address> ends = body.end.all();
  for (int64_t stretch = 0; stretch < body.end.size(); ++stretch) {
    const Address end = ends[static_cast<size_t>(stretch)];
    const std::optional<int64_t> element = body.element_at(end);
    if (element)
      comparison.element(static_cast<double>(*element),
                         static_cast<double>(body.element_after(stretch, body.problem.hops)), 0, stretch);
    else
      comparison.fault(fmt::format("{} is {:#x}, which is no element of the buffer", name(stretch), end));
  }
  return comparison.result(name);
}

}  // namespace gpupeak::chase
