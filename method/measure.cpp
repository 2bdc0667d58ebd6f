#include "method/measure.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <utility>

#include "core/format.h"
#include "core/text.h"
#include "statistics/stats.h"

namespace gpupeak {
namespace {

constexpr double ticks_per_window = 100;  // a window's length is known to 1 % at worst
constexpr size_t steady_windows = 10;
constexpr double steady_within = 0.01;  // medians of the older and the newer half of them differ by no more
constexpr double largest_growth =
    16;  // of the number of launches from one window to the next: the first time is unreliable
constexpr int64_t most_launches = 1 << 20;

bool halves_agree(const std::vector<double>& values) {
  const std::span<const double> all(values);
  const double older = median(all.first(steady_windows / 2));
  const double newer = median(all.last(steady_windows / 2));
  return std::abs(newer - older) <= steady_within * older;
}

// The last ten windows' times, and clocks where there are any, no longer drift.
bool steady(const std::vector<Sample>& windows) {
  if (windows.size() < steady_windows) return false;
  std::vector<double> times, clocks;
  for (auto w = windows.end() - steady_windows; w != windows.end(); ++w) {
    times.push_back(w->time.value);
    if (w->clock) clocks.push_back(w->clock->value);
  }
  return halves_agree(times) && (clocks.size() < steady_windows || halves_agree(clocks));
}

std::vector<double> times_of(const std::vector<Sample>& samples) {
  std::vector<double> times;
  for (const Sample& sample : samples) times.push_back(sample.time.value);
  return times;
}

}  // namespace

Sampler::Sampler(Device& device, const Trial& trial, const StopRule& rule, std::function<void()> between)
    : device_(device), trial_(trial), rule_(rule), between_(std::move(between)) {}

Sample Sampler::window(int64_t launches) {
  if (trial_.arm) trial_.arm(launches);
  const Sample sample = device_.time(Window{trial_.launches, next_, launches, trial_.threads, trial_.timer,
                                            trial_.busy ? trial_.busy : arithmetic_of(trial_.work), trial_.unit});
  next_ += launches;
  return sample;
}

// The longer of two readings of the same stretch: a clock that jumps back must not make a loop endless.
Seconds Sampler::passed(Seconds start, const Sample& sample) const {
  return std::max(device_.now() - start, static_cast<double>(sample.launches) * sample.time);
}

void Sampler::warm_up() {
  const Seconds target = std::max(rule_.min_window, ticks_per_window * device_.timer_tick());
  Seconds spent{0};
  const int64_t most = trial_.most_launches > 0 ? std::min(trial_.most_launches, most_launches) : most_launches;
  std::vector<Sample> full_windows;
  do {
    const Seconds start = device_.now();
    const Sample sample = window(launches_);
    spent += passed(start, sample);
    if (between_) between_();
    const Seconds length = static_cast<double>(launches_) * sample.time;
    if (length >= target || launches_ == trial_.most_launches) {
      full_windows.push_back(sample);
    } else {
      if (launches_ >= most) break;  // a launch that takes no time at all
      const double wanted = sample.time.value > 0 ? 1.1 * (target / length) : largest_growth;
      const double grown = std::ceil(static_cast<double>(launches_) * std::min(wanted, largest_growth));
      launches_ = std::clamp(static_cast<int64_t>(grown), launches_ + 1, most);
      full_windows.clear();
      continue;  // the window's size is not negotiable, the warm-up's length is
    }
  } while (full_windows.empty() || (spent < rule_.warmup && !steady(full_windows)));
}

void Sampler::refresh() { window(1); }

void Sampler::sample() {
  const Seconds start = device_.now();
  const Sample sample = window(launches_);
  if (!(sample.time > Seconds(0)))
    throw std::runtime_error(
        fmt::format("the timer read {} for a window of {}: it stood still or jumped back; gpupeak doctor "
                    "looks at the clock",
                    text(sample.time), count_of(sample.launches, "launch")));
  samples_.push_back(sample);
  spent_ += passed(start, sample);
  if (between_) between_();
}

Sample Sampler::last_window() { return window(std::max(launches_, static_cast<int64_t>(trial_.launches.size()))); }

bool Sampler::done() const { return !stopped_by().empty(); }

std::string Sampler::stopped_by() const {
  const auto count = static_cast<int>(samples_.size());
  if (count == 0) return "";
  if (count >= rule_.min_samples) {
    const Stats stats = statistics(times_of(samples_));
    const std::optional<Interval>& interval = stats.median_interval;
    if (interval && interval->confidence >= 0.99 &&
        interval->high - interval->low <= 2 * rule_.precision * stats.median)
      return "precision";
  }
  if (count >= rule_.max_samples) return "samples";
  return spent_ >= rule_.case_budget ? "budget" : "";
}

std::vector<PhaseTime> time_phases(Device& device, const Trial& trial, const StopRule& rule, Seconds step) {
  if (trial.phases.empty()) return {};
  constexpr double fewest = 5, most = 200, share_of_budget = 0.25;
  const double affordable = step > Seconds(0) ? share_of_budget * (rule.case_budget / step) : most;
  const auto rounds = static_cast<int64_t>(std::clamp(affordable, fewest, most));
  std::vector<Launch> launches;
  for (const Phase& phase : trial.phases) launches.push_back(phase.launch);
  const std::optional<Resource> busy = trial.busy ? trial.busy : arithmetic_of(trial.work);
  const auto times = device.time_each({launches, rounds + 1, trial.threads, busy, trial.unit});
  std::vector<PhaseTime> phases;
  for (size_t i = 0; i < trial.phases.size(); ++i) {
    std::vector<double> kept;
    for (const Seconds time : std::span(times.at(i)).subspan(1)) kept.push_back(time.value);
    phases.push_back(
        {trial.phases[i].name, trial.phases[i].work, Seconds(median(kept)), static_cast<int>(kept.size())});
  }
  return phases;
}

// In rounds that grow with what was timed so far: on a busy machine a single launch may take a thousand times as long
// as one of many did, or the other way round.
Latencies time_latencies(Device& device, const Trial& trial, const StopRule& rule,
                         const std::function<void()>& between) {
  constexpr int64_t fewest = 20, enough = 200, most = 10'000, not_counted = 3;
  constexpr double share_of_budget = 0.5;
  const auto sets = std::ssize(trial.launches);
  const std::optional<Resource> busy = trial.busy ? trial.busy : arithmetic_of(trial.work);
  std::vector<double> kept;
  Seconds spent{0};
  for (int64_t next = fewest; next > 0;) {
    const int64_t rounds = (next + sets - 1) / sets;
    const auto times =
        device.time_each({trial.launches, rounds + not_counted, trial.threads, busy, trial.unit, Timer::host});
    if (between) between();
    for (const std::vector<Seconds>& of_one : times)
      for (const Seconds time : std::span(of_one).subspan(not_counted)) {
        kept.push_back(time.value);
        spent += time;
      }
    const auto count = std::ssize(kept);
    const Seconds left = (count < enough ? 1 : share_of_budget) * rule.case_budget - spent;
    const double affordable = spent > Seconds(0) ? left / spent * static_cast<double>(count) : 0;
    const int64_t limit = count < enough ? enough : most;
    next = std::min({count, limit - count, static_cast<int64_t>(std::clamp(affordable + 0.5, 0.0, 1e6))});
  }
  return latencies_of(kept);
}

}  // namespace gpupeak
