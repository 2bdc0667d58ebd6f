// A measured rate is a little below the number of ports (interruptions, loop ends) and the clock is known to 1 or 2 %:
// so it is taken as the nearest number that ports can have, and both are kept.
#include "device/host/issue_rate.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <functional>

namespace gpupeak::host {
namespace {

// 0.5: one instruction every second cycle; 1/16: a product of tiles takes a row of 16 per cycle (Intel Optimization
// Reference Manual, on AMX)
constexpr double port_counts[] = {0.0625, 0.5, 1, 2, 3, 4};
constexpr double widest_distance = 0.12;

constexpr int tries_of_a_round = 4;
constexpr double agrees_within = 0.03;
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

IssueRate issue_rate_of(std::vector<double> readings) {
  IssueRate rate;
  if (readings.empty()) {
    rate.unknown = "the core clock never stood still while the issue rate was probed";
    return rate;
  }
  std::ranges::sort(readings, std::greater());
  const auto agreed = std::ranges::adjacent_find(
      readings, [](double larger, double next) { return next >= (1 - agrees_within) * larger; });
  if (agreed == readings.end()) {
    rate.unknown = fmt::format("no two tries agreed: they read {:.2f} to {:.2f} issues per cycle", readings.back(),
                               readings.front());
    return rate;
  }
  rate.measured = *agreed;
  rate.taken = nearest_port_count(rate.measured);
  if (!rate.taken)
    rate.unknown = fmt::format("{:.2f} issues per cycle were probed, which no number of ports explains", rate.measured);
  return rate;
}

void IssueProbe::round() {
  using Clock = std::chrono::steady_clock;
  Buffer buffer;
  const auto turns =
      static_cast<int64_t>(std::min(most_instructions, aimed_multiply_adds * 8 / loop_.lanes) / loop_.per_turn);
  loop_.run(turns, &buffer);  // wakes the upper halves of the vector unit, which run slowly for the first 20 us
  for (int i = 0; i < tries_of_a_round; ++i) {
    const auto before = calibrate_();
    const auto start = Clock::now();
    loop_.run(turns, &buffer);
    const double took_s = std::chrono::duration<double>(Clock::now() - start).count();
    const auto after = calibrate_();
    no_clock_ = !before || !after;
    if (no_clock_) return;
    if (std::abs(before->value / after->value - 1) > steady_clock_ratio) continue;
    const double cycles = took_s * (before->value + after->value) / 2;
    readings_.push_back(static_cast<double>(turns) * loop_.per_turn / cycles);
  }
}

IssueRate IssueProbe::rate() const {
  if (no_clock_) return {0, std::nullopt, "the core clock cannot be calibrated on this processor"};
  return issue_rate_of(readings_);
}

}  // namespace gpupeak::host
