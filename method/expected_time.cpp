#include "method/expected_time.h"

#include <algorithm>
#include <chrono>
#include <ctime>
#include <vector>

#include "core/buffer.h"
#include "core/ceiling.h"
#include "core/host_threads.h"
#include "method/groups.h"

namespace gpupeak {
namespace {

constexpr double rounds_of_a_case = 2;  // of operands and verification: before the samples and after them
constexpr double warm_windows = 10;     // until they no longer drift (method/measure.cpp)
constexpr double fewest_samples = 3;    // of launches longer than the time for all samples
constexpr double ticks = 100;           // of the timer, in a window

// Of suites that tell nothing: operands of some megabytes, and an oracle that takes a core some hundredths of a second.
constexpr Upkeep small{.generated = 0x1p20, .multiplied = 0x1p25, .to_device = mib(4), .to_host = mib(8)};

class CaseTimes {
 public:
  CaseTimes(const Schedule& schedule, std::span<const Suite* const> suites, const Rank& rank, const UpkeepRates& rates)
      : schedule_(schedule), suites_(suites), rank_(rank), rates_(rates) {}

  ExpectedTime of(const ScheduledCase& scheduled) const {
    const Suite* const suite = suite_named(suites_, scheduled.id.suite());
    if (!suite) return {};
    Outlook outlook{.launch = {}, .sets = 1, .round = small};
    if (suite->outlook) {
      const Target target{rank_, scheduled.cache, schedule_.data, schedule_.seed, schedule_.cold_cap};
      const std::optional<Outlook> told = suite->outlook(target, scheduled.id);
      if (!told) return {};
      outlook = *told;
    }
    const Seconds launch = std::max(launch_time(outlook.launch), outlook.latency) / rates_.share;
    const Seconds upkeep = rounds_of_a_case / rates_.share * time_of(outlook.round, rates_);
    const Seconds launches = rounds_of_a_case * static_cast<double>(outlook.sets) * launch;
    const Seconds apart = upkeep + launches;
    const StopRule& stop = schedule_.stop;
    const Seconds window = std::max({stop.min_window, ticks * rank_.device.timer_tick(), launch});
    // Beside others neither ends before its limit.
    const auto likely = [&](Seconds limit, double enough) {
      return rates_.share * std::min(limit, enough * window) + (1 - rates_.share) * limit;
    };
    const Seconds warm = std::max(likely(stop.warmup, warm_windows), window);
    const Seconds samples =
        std::max(likely(stop.case_budget, static_cast<double>(stop.min_samples)), fewest_samples * window);
    const Seconds parts = outlook.parts * stop.case_budget;
    // What has a limit ends with the window that passes it; one more brings the caches back, and one is verified.
    const Seconds windows = 4 * longest_launch_stretch * window;
    return {
        .about = apart + warm + samples + parts,
        .at_most = apart + std::max(stop.warmup, window) + std::max(stop.case_budget, fewest_samples * window) + parts,
        .longest = longest_stretch * upkeep + longest_launch_stretch * launches + stop.warmup + stop.case_budget +
                   parts + windows};
  }

 private:
  Seconds launch_time(const Work& work) const {
    const std::optional<Ceiling> least = ceiling(work, rank_.device.info());
    return least ? ceilings_of_a_launch * least->time : Seconds(0);
  }

  const Schedule& schedule_;
  std::span<const Suite* const> suites_;
  const Rank& rank_;
  const UpkeepRates& rates_;
};

// The best of a few: what disturbs only adds.
template <class Do>
Seconds shortest(const Device& device, const Do& work) {
  Seconds best(1e9);
  for (int round = 0; round < 3; ++round) {
    const Seconds start = device.now();
    work();
    best = std::min(best, device.now() - start);
  }
  return std::max(best, Seconds(1e-9));
}

}  // namespace

double share_of_cores() {
  using Clock = std::chrono::steady_clock;
  const int threads = host_threads();
  constexpr std::chrono::milliseconds some_periods{200};  // of a scheduler, and of a quota
  constexpr int64_t adds_of_a_piece = 1 << 16;
  const std::clock_t before = std::clock();
  const auto start = Clock::now();
  in_parallel(threads, threads, [&](int64_t) {
    while (Clock::now() - start < some_periods) {
      volatile int64_t sum = 0;
      for (int64_t i = 0; i < adds_of_a_piece; ++i) sum = sum + i;
    }
  });
  const double computed = static_cast<double>(std::clock() - before) / CLOCKS_PER_SEC;
  const double wall = std::chrono::duration<double>(Clock::now() - start).count();
  return std::clamp(computed / (threads * wall), 0.01, 1.0);
}

ExpectedTime& operator+=(ExpectedTime& sum, const ExpectedTime& one) {
  sum.about += one.about;
  sum.at_most += one.at_most;
  sum.longest += one.longest;
  return sum;
}

UpkeepRates measure_upkeep_rates(Device& device) {
  constexpr int64_t most = int64_t{4} << 20, least = int64_t{1} << 12, rows = 64, columns = 1024;
  const auto room = static_cast<int64_t>(device.free_memory().value / (4 * sizeof(double)));
  std::vector<double> numbers(static_cast<size_t>(most));
  UpkeepRates rates;
  rates.cores = host_threads();
  constexpr int64_t drawn = most / 4;
  rates.generated_per_s = static_cast<double>(drawn) / shortest(device, [&] {
                                                         for (int64_t i = 0; i < drawn; ++i)
                                                           numbers[static_cast<size_t>(i)] =
                                                               generated(DataKind::random, 1, static_cast<uint64_t>(i));
                                                       }).value;
  rates.multiplied_per_s =
      static_cast<double>(rows * columns) / shortest(device, [&] {
                                              for (int64_t row = 0; row < rows; ++row) {
                                                const double factor = numbers[static_cast<size_t>(row)];
                                                double* const to = numbers.data() + columns;
                                                const double* const from = numbers.data() + 2 * columns;
                                                for (int64_t i = 0; i < columns; ++i) to[i] += factor * from[i];
                                              }
                                            }).value;
  Buffer<double> buffer(device, std::clamp(room, least, most));
  const auto copied = std::span(numbers).first(static_cast<size_t>(buffer.size()));
  const Bytes bytes(static_cast<double>(copied.size_bytes()));
  rates.to_device = bytes / shortest(device, [&] { buffer.write(0, copied); });
  rates.to_host = bytes / shortest(device, [&] { buffer.read(0, copied); });
  return rates;
}

ExpectedTime expected_time(const ScheduledCase& scheduled, const Schedule& schedule,
                           std::span<const Suite* const> suites, const Rank& rank, const UpkeepRates& rates) {
  return CaseTimes(schedule, suites, rank, rates).of(scheduled);
}

ExpectedTime expected_time(const Schedule& schedule, std::span<const Suite* const> suites, const Rank& rank,
                           const UpkeepRates& rates) {
  const CaseTimes times(schedule, suites, rank, rates);
  ExpectedTime all, longest_case;
  for (const ScheduledCase& scheduled : schedule.cases) {
    const ExpectedTime one = times.of(scheduled);
    all += one;
    longest_case.longest = std::max(longest_case.longest, one.longest);
  }
  if (schedule.budget) {
    all.about = std::min(all.about, *schedule.budget);
    all.at_most = std::min(all.at_most, *schedule.budget);
    all.longest = std::min(all.longest, *schedule.budget + longest_case.longest);
  }
  return all;
}

}  // namespace gpupeak
