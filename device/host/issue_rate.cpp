// A measured rate is a little below the number of ports (interruptions, loop ends) and the clock is known to 1 or 2 %:
// so it is taken as the nearest number that ports can have, and both are kept.
#include "device/host/issue_rate.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>

namespace gpupeak::host {
namespace {

// 0.5: one instruction every second cycle; 1/16: a product of tiles takes a row of 16 per cycle (Intel Optimization
// Reference Manual, on AMX)
constexpr double port_counts[] = {0.0625, 0.5, 1, 2, 3, 4};
constexpr double widest_distance = 0.12;

constexpr int tries = 12;
constexpr int most_tries =
    60;  // while no number of ports fits: another program, or a neighbour of a virtual machine, is in the way
constexpr double aimed_multiply_adds = 64e6;  // 0.3 ms of 512-bit ones: 2 per cycle of 16 lanes at 3.5 GHz
constexpr double most_instructions = 2e6;
constexpr double steady_clock_ratio = 0.03;  // the clock may move this much within a try

struct alignas(issue_buffer_bytes) Buffer {
  std::byte bytes[issue_buffer_bytes] = {};
};

}  // namespace

std::optional<double> nearest_port_count(double measured) {
  for (double count : port_counts)
    if (std::abs(measured / count - 1) <= widest_distance) return count;
  return std::nullopt;
}

IssueRate probe_issue_rate(const IssueLoop& loop, std::optional<Hertz> (*calibrate)()) {
  using Clock = std::chrono::steady_clock;
  Buffer buffer;
  const auto turns =
      static_cast<int64_t>(std::min(most_instructions, aimed_multiply_adds * 8 / loop.lanes) / loop.per_turn);
  loop.run(turns, &buffer);  // wakes the upper halves of the vector unit, which run slowly for the first 20 us
  IssueRate rate;
  for (int i = 0; i < tries || (i < most_tries && !rate.taken); ++i) {
    const auto before = calibrate();
    const auto start = Clock::now();
    loop.run(turns, &buffer);
    const double took_s = std::chrono::duration<double>(Clock::now() - start).count();
    const auto after = calibrate();
    if (!before || !after) return {0, std::nullopt, "the core clock cannot be calibrated on this processor"};
    if (std::abs(before->value / after->value - 1) > steady_clock_ratio) continue;
    const double cycles = took_s * (before->value + after->value) / 2;
    rate.measured = std::max(rate.measured, static_cast<double>(turns) * loop.per_turn / cycles);
    rate.taken = nearest_port_count(rate.measured);
  }
  if (rate.measured == 0)
    rate.unknown = "the core clock never stood still while the issue rate was probed";
  else if (!rate.taken)
    rate.unknown = fmt::format("{:.2f} issues per cycle were probed, which no number of ports explains", rate.measured);
  return rate;
}

}  // namespace gpupeak::host
