// TABLE of what is probed for each resource, and the arithmetic that turns issues per cycle into a peak.
#include "device/host/host_peak.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <map>
#include <thread>

#include "core/format.h"
#include "device/host/affinity.h"
#include "device/host/clock.h"

namespace gpupeak::host {
namespace {

struct HostPeakRow {
  Resource resource;
  Issue issue;
  int per_lane;      // flop, or bytes, that one lane of one instruction counts
  const char* what;  // of the derivation, {} lanes
  std::optional<Hertz> (*clock)();
};

// clang-format off
constexpr std::array host_peak_rows{
    HostPeakRow{Resource::fp64,        Issue::fma_f64,        2, "{} lanes x 2 flop", calibrate_vector_clock},
    HostPeakRow{Resource::fp32,        Issue::fma_f32,        2, "{} lanes x 2 flop", calibrate_vector_clock},
    HostPeakRow{Resource::fp16,        Issue::fma_f16,        2, "{} lanes x 2 flop", calibrate_vector_clock},
    HostPeakRow{Resource::bf16,        Issue::dot_bf16,       2, "{} products x 2 flop", calibrate_vector_clock},
    HostPeakRow{Resource::int8,        Issue::dot_i8,         2, "{} products x 2 op", calibrate_vector_clock},
    HostPeakRow{Resource::bf16_tensor, Issue::tile_bf16,      2, "{} products x 2 flop", calibrate_tile_clock},
    HostPeakRow{Resource::int8_tensor, Issue::tile_i8,        2, "{} products x 2 op", calibrate_tile_clock},
    HostPeakRow{Resource::fp64_scalar, Issue::fma_f64_scalar, 2, "{} lane x 2 flop",  calibrate_clock},
    HostPeakRow{Resource::fp32_scalar, Issue::fma_f32_scalar, 2, "{} lane x 2 flop",  calibrate_clock},
    HostPeakRow{Resource::l1_read,     Issue::load,           1, "{} byte",            calibrate_clock},
    HostPeakRow{Resource::l1_write,    Issue::store,          1, "{} byte",            calibrate_clock},
};
// clang-format on

constexpr std::string_view no_cache_rate =
    "no processor tells the rate of this cache; give a figure with --peak {}=400GB/s";

constexpr int rounds = 4;         // of tries of each kind of instruction, one kind after the other
constexpr int most_rounds = 15;   // while no number of ports fits: another program is in the way
constexpr int rounds_again = 10;  // when a result says that a rate is too low
constexpr auto pause_between_rounds = std::chrono::milliseconds(20);

int cpu_of_round(std::span<const int> cpus, int round) { return cpus[static_cast<size_t>(round) % cpus.size()]; }

// A governor may have to be woken: the clock is looked at until it stands still, 50 ms at most.
std::optional<Hertz> settled_clock(std::optional<Hertz> (*calibrate)()) {
  using Clock = std::chrono::steady_clock;
  const auto end = Clock::now() + std::chrono::milliseconds(50);
  auto clock = calibrate();
  for (int steady = 0; clock && steady < 50 && Clock::now() < end;) {
    const auto next = calibrate();
    steady = std::abs(next->value / clock->value - 1) < 0.01 ? steady + 1 : 0;
    clock = next;
  }
  return clock;
}

Rate rate_of(const HostPeakRow& row, const ProbedRate& probed, int cores) {
  const Hertz clock = *probed.clock;
  const double per_cycle = *probed.issue.taken * probed.lanes * row.per_lane;
  return {
      .per_second = cores * per_cycle * clock.value,
      .rated_clock = clock,
      .scope = Scope::per_unit,
      .source = Source::calibrated,
      .derivation = fmt::format("{} cores x {} issues/cycle (probed {:.2f}) x {} x {}", cores, *probed.issue.taken,
                                probed.issue.measured, fmt::format(fmt::runtime(row.what), probed.lanes), text(clock))};
}

}  // namespace

std::optional<Hertz> clock_while(std::optional<Resource> busy) {
  const auto row = std::ranges::find_if(host_peak_rows, [&](const HostPeakRow& r) { return busy == r.resource; });
  return row == host_peak_rows.end() ? calibrate_clock() : row->clock();
}

CoreProbe probe_cores(std::span<const int> cpus) {
  struct Probing {
    const HostPeakRow& row;
    IssueProbe probe;
  };
  CoreProbe core;
  std::vector<Probing> probings;
  for (const HostPeakRow& row : host_peak_rows) {
    const IssueLoopOrReason found = issue_loop(row.issue);
    if (found.loop)
      probings.push_back({row, {*found.loop, row.clock}});
    else if (!found.reason.empty())
      core.rates.push_back({row.resource, {0, std::nullopt, found.reason}, 0, {}});
  }
  for (int round = 0; round < most_rounds; ++round) {
    const PinnedHere here(cpu_of_round(cpus, round));
    for (Probing& probing : probings)
      if (round < rounds || !probing.probe.rate().taken) probing.probe.round();
  }
  const PinnedHere here(cpus.front());
  core.clock = settled_clock(calibrate_clock);  // now that the governor has seen work
  std::map<std::optional<Hertz> (*)(), std::optional<Hertz>> settled{{calibrate_clock, core.clock}};
  for (const Probing& probing : probings) {
    auto [clock, is_new] = settled.try_emplace(probing.row.clock);
    if (is_new && core.clock) clock->second = settled_clock(probing.row.clock);
    core.rates.push_back({probing.row.resource, probing.probe.rate(), probing.probe.lanes(), clock->second});
  }
  return core;
}

std::optional<Rate> risen_rate(Resource resource, const Rate& known, int cores, std::span<const int> cpus) {
  const auto* const row = std::ranges::find(host_peak_rows, resource, &HostPeakRow::resource);
  const auto loop = row == host_peak_rows.end() ? std::nullopt : issue_loop(row->issue).loop;
  if (!loop || !known.rated_clock) return std::nullopt;
  IssueProbe probe(*loop, row->clock);
  for (int round = 0; round < rounds_again; ++round) {
    if (round > 0) std::this_thread::sleep_for(pause_between_rounds);
    const PinnedHere here(cpu_of_round(cpus, round));
    probe.round();
  }
  const IssueRate issue = probe.rate();
  if (!issue.taken) return std::nullopt;
  Rate rate = rate_of(*row, {resource, issue, loop->lanes, known.rated_clock}, cores);
  return rate.per_second > known.per_second ? std::optional(std::move(rate)) : std::nullopt;
}

Peak host_peak(int cores, const CoreProbe& probe, const DramRate& dram) {
  Peak peak;
  for (const HostPeakRow& row : host_peak_rows) {
    const auto probed = std::ranges::find(probe.rates, row.resource, &ProbedRate::resource);
    if (probed == probe.rates.end()) continue;
    if (!probed->issue.taken)
      peak.unknown[row.resource] = probed->issue.unknown;
    else if (!probed->clock)
      peak.unknown[row.resource] = "the core clock cannot be calibrated on this processor";
    else
      peak.rates[row.resource] = rate_of(row, *probed, cores);
  }
  for (Resource cache : {Resource::l2, Resource::l3})
    peak.unknown[cache] = fmt::format(fmt::runtime(no_cache_rate), gpupeak::row(cache).name);
  if (dram.rate)
    peak.rates[Resource::dram] = {.per_second = dram.rate->value,
                                  .rated_clock = std::nullopt,
                                  .scope = Scope::shared,
                                  .source = Source::attributes,
                                  .derivation = dram.words};
  else
    peak.unknown[Resource::dram] = {dram.words, dram.remedy};
  return peak;
}

}  // namespace gpupeak::host
