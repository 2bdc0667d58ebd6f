// TABLES of causes: those whose share of the gap can be computed, those that are only seen, and what is left to say.
#include "analysis/gaps/why.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "analysis/summary/reliability.h"
#include "core/format.h"
#include "core/pcie.h"
#include "core/text.h"
#include "method/judge.h"

namespace gpupeak {
namespace {

constexpr double explains_most = 0.5;       // of the gap, as logarithms
constexpr double slowed_noticeably = 0.05;  // of the time watched: below, the clock hardly moves

struct Clues {
  const Measurement& m;
  const DeviceInfo& device;
  double efficiency;  // against the rated ceiling
};

// A cause leaves `factor` of the speed; nothing where it is not at work.
struct Measured {
  std::string_view name;
  std::optional<double> (*factor)(const Clues&);
  std::string (*sentence)(const Clues&);
};
struct Observed {
  std::string_view name;
  bool (*applies)(const Clues&);
  std::string (*sentence)(const Clues&);
};

std::optional<Hertz> clock_of(const Measurement& m) {
  if (m.clock) return m.clock;
  if (m.telemetry && m.telemetry->sm_clock) return m.telemetry->sm_clock->median;
  return std::nullopt;
}

// How far the clock was below the one that the ceiling rests on.
std::optional<double> clock_factor(const Clues& e) {
  const auto bound = e.device.peak.rates.find(e.m.rated->bound_by);
  if (bound != e.device.peak.rates.end() && !bound->second.rated_clock) return std::nullopt;  // it does not follow it
  const std::optional<Hertz> clock = clock_of(e.m), rated = rated_clock_for(e.m.work, e.device);
  if (!clock || !rated || !(*clock < *rated)) return std::nullopt;
  return *clock / *rated;
}

std::string why_clocks(const Clues& e) {
  return fmt::format("{} instead of {}", text(*clock_of(e.m)), text(*rated_clock_for(e.m.work, e.device)));
}

// The longest of these slowdowns, when it was active for a share of the time that can be noticed.
std::optional<Slowdown> slowed_by(const Clues& e, std::initializer_list<Slowdown> ones) {
  if (!e.m.telemetry || !(e.m.telemetry->watched > Seconds(0))) return std::nullopt;
  std::optional<Slowdown> worst;
  Seconds longest = slowed_noticeably * e.m.telemetry->watched;
  for (const Slowdown one : ones) {
    const Seen<Seconds>& time = e.m.telemetry->slowed[static_cast<size_t>(one)];
    if (!time || *time < longest) continue;
    worst = one;
    longest = *time;
  }
  return worst;
}

std::optional<Slowdown> by_power(const Clues& e) {
  return slowed_by(e, {Slowdown::power_cap, Slowdown::power_brake, Slowdown::board_limit});
}
std::optional<Slowdown> by_heat(const Clues& e) {
  return slowed_by(e, {Slowdown::thermal, Slowdown::software_thermal, Slowdown::hardware_thermal});
}

std::string slowdown_sentence(const Clues& e, Slowdown one) {
  const Telemetry& t = *e.m.telemetry;
  const double share = *t.slowed[static_cast<size_t>(one)] / t.watched;
  std::string words =
      fmt::format("{} held the clock down for {} of the time", row(one).summary, percent(std::min(share, 1.0)));
  if (clock_factor(e)) words += fmt::format(", to {}", why_clocks(e));
  return words;
}

std::string power_sentence(const Clues& e) {
  const Telemetry& t = *e.m.telemetry;
  std::string words = slowdown_sentence(e, *by_power(e));
  if (t.power && t.power_limit)
    words += fmt::format(", at {:.0f} W of {:.0f} W", t.power->mean.value, t.power_limit->value);
  return words + ": raise the limit (nvidia-smi -pl) or compare with the ceiling at the clock seen";
}

std::string heat_sentence(const Clues& e) {
  const Telemetry& t = *e.m.telemetry;
  std::string words = slowdown_sentence(e, *by_heat(e));
  if (t.temperature) words += fmt::format(", at {:.0f} °C", t.temperature->max);
  return words + ": look at fans and air flow";
}

// Blocks that the device holds at once, when the launch says.
std::optional<double> wave(const Clues& e) {
  if (!e.m.launch || e.m.launch->blocks < 1 || e.m.launch->blocks_per_unit < 1) return std::nullopt;
  const int units = e.m.work.units > 0 ? e.m.work.units : e.device.units;
  if (units < 1) return std::nullopt;
  return static_cast<double>(e.m.launch->blocks_per_unit) * units;
}

double waves(const Clues& e) { return static_cast<double>(e.m.launch->blocks) / *wave(e); }

// Share of the units' time that blocks of one length fill: of whole waves, or of one round where the units hold all.
double filled(const Clues& e) {
  const double rounds = waves(e) > 1 ? waves(e) : waves(e) * e.m.launch->blocks_per_unit;
  return rounds / std::ceil(rounds);
}

// The part of the link's best rate that it had, when that is less and the case was no faster than it allows: a link
// that went to sleep before it was read explains nothing.
std::optional<double> link_factor(const Clues& e) {
  const Resource way = e.m.rated->bound_by;
  const std::optional<Telemetry>& t = e.m.telemetry;
  if ((way != Resource::link_to_device && way != Resource::link_to_host) || !t || !t->link || !t->link_max)
    return std::nullopt;
  const std::optional<BytesPerSecond> now = rate_of(*t->link), most = rate_of(*t->link_max);
  if (!now || !most || !(*now < *most) || e.efficiency > (1 + plausible_excess) * (*now / *most)) return std::nullopt;
  return *now / *most;
}

constexpr double stopped_noticeably = 0.05;  // of the periods of a quota

// Share of the periods of a quota of CPU time in which the process was stopped; nothing where that cannot be noticed.
std::optional<double> stopped_share(const Clues& e) {
  const std::optional<Throttling>& t = e.m.throttling;
  if (!t || t->periods < 1) return std::nullopt;
  const double share = static_cast<double>(t->throttled) / static_cast<double>(t->periods);
  return share >= stopped_noticeably ? std::optional(share) : std::nullopt;
}

double occupancy(const LaunchShape& l) {
  return static_cast<double>(l.blocks_per_unit) * l.threads / static_cast<double>(l.most_threads);
}

constexpr Measured measured[] = {
    {"power cap", [](const Clues& e) { return by_power(e) ? clock_factor(e) : std::nullopt; }, power_sentence},
    {"thermal", [](const Clues& e) { return by_heat(e) ? clock_factor(e) : std::nullopt; }, heat_sentence},
    {"low clock", [](const Clues& e) { return by_power(e) || by_heat(e) ? std::nullopt : clock_factor(e); },
     [](const Clues& e) {
       return fmt::format("the core ran at {}: look at power and thermal limits and at other load (gpupeak doctor)",
                          why_clocks(e));
     }},
    {"launch-bound",
     [](const Clues& e) -> std::optional<double> {
       const std::optional<Seconds> overhead = e.device.launch_overhead;
       if (!overhead || !(*overhead > Seconds(0))) return std::nullopt;
       // Launches that overlap the work before them cost less than one alone, but never make it faster than nothing.
       return std::max(1e-3, 1 - *overhead / Seconds(e.m.stats->median));
     },
     [](const Clues& e) {
       return fmt::format(
           "a launch takes {} and launching alone {}: give each launch more work, or replay launches as a graph",
           text(Seconds(e.m.stats->median)), text(*e.device.launch_overhead));
     }},
    {"tail wave",
     [](const Clues& e) -> std::optional<double> {
       if (!wave(e)) return std::nullopt;
       return filled(e);
     },
     [](const Clues& e) {
       return fmt::format(
           "{} make{} {:.2f} waves of {:.0f}, so the units stand idle in the last: choose a size or tile that "
           "fills it",
           count_of(e.m.launch->blocks, "block"), e.m.launch->blocks == 1 ? "s" : "", waves(e), *wave(e));
     }},
    {"link degraded", link_factor,
     [](const Clues& e) {
       const PcieLink now = *e.m.telemetry->link, most = *e.m.telemetry->link_max;
       return fmt::format(
           "the PCIe link ran as generation {} ×{} instead of generation {} ×{}: reseat the board, "
           "and look at its slot and riser",
           now.generation, now.width, most.generation, most.width);
     }},
};

constexpr Observed observed[] = {
    {"CPU quota", [](const Clues& e) { return stopped_share(e).has_value(); },
     [](const Clues& e) {
       return fmt::format(
           "a quota of CPU time stopped the process {}: raise the container's CPU limit, or use fewer cores with "
           "taskset",
           text(*e.m.throttling));
     }},
    {"power cap", [](const Clues& e) { return by_power(e).has_value() && !clock_factor(e); }, power_sentence},
    {"thermal", [](const Clues& e) { return by_heat(e).has_value() && !clock_factor(e); }, heat_sentence},
    {"other processes",
     [](const Clues& e) {
       return e.m.telemetry && e.m.telemetry->other_processes && *e.m.telemetry->other_processes > 0;
     },
     [](const Clues& e) {
       const int64_t n = *e.m.telemetry->other_processes;
       return fmt::format("{} computed on the device too: stop what else runs (nvidia-smi)",
                          n == 1 ? "another process" : count_of(n, "other process"));
     }},
    {"memory errors",
     [](const Clues& e) {
       const std::optional<Telemetry>& t = e.m.telemetry;
       if (!t || row(e.m.rated->bound_by).unit != Unit::byte) return false;
       return (t->ecc_uncorrected && *t->ecc_uncorrected > 0) ||
              (t->remapped_rows && (t->remapped_rows->pending || t->remapped_rows->failed));
     },
     [](const Clues& e) {
       const Telemetry& t = *e.m.telemetry;
       std::string words = t.ecc_uncorrected ? count_of(*t.ecc_uncorrected, "uncorrected error") + " of memory"
                                             : std::string("errors of memory");
       if (t.remapped_rows && t.remapped_rows->pending) words += ", and a row waits to be remapped";
       if (t.remapped_rows && t.remapped_rows->failed) words += ", and a row could not be remapped";
       return words + ": reset the GPU (nvidia-smi -r)";
     }},
    {"occupancy",
     [](const Clues& e) {
       const std::optional<LaunchShape>& l = e.m.launch;
       return l && l->most_threads > 0 && l->blocks_per_unit > 0 && !l->limited_by.empty() &&
              occupancy(*l) <= e.efficiency;  // with fewer threads waiting, less of the latency is hidden
     },
     [](const Clues& e) {
       const LaunchShape& l = *e.m.launch;
       return fmt::format(
           "{} of {} threads fit on a unit ({} of {}; {}, {} a thread), limited by {}: use less of it, or "
           "more independent work in a thread",
           int64_t{l.blocks_per_unit} * l.threads, l.most_threads, count_of(l.blocks_per_unit, "block"), l.threads,
           text(l.shared) + " shared", count_of(l.registers, "register"), l.limited_by);
     }},
    {"unsteady", [](const Clues& e) { return reliability(e.m) == Reliability::unsteady; },
     [](const Clues&) {
       return std::string(
           "the samples are unsteady, so something else used the machine: stop it and run again (gpupeak doctor)");
     }},
    {"ceiling unknown",
     [](const Clues& e) { return !e.m.rated->unknown.empty() && row(e.m.rated->bound_by).unit == Unit::flop; },
     [](const Clues& e) {
       const std::string_view level = row(e.m.rated->unknown.front()).name;
       return fmt::format(
           "the ceiling counts arithmetic alone, as the rate of {} is unknown: if that traffic is the true limit, the "
           "gap is smaller; give it with --peak {}=…GB/s",
           level, level);
     }},
    {"transfers", [](const Clues& e) { return row(e.m.rated->bound_by).unit == Unit::byte; },
     [](const Clues& e) {
       return fmt::format(
           "{} stands idle a part of the time: more to move in a launch (a larger size or batch) keeps it busy",
           row(e.m.rated->bound_by).name);
     }},
    {"operands", [](const Clues&) { return true; },
     [](const Clues& e) {
       return fmt::format(
           "the {} units wait for operands or for each other: a larger size or a better-blocked rung fills them",
           row(e.m.rated->bound_by).name);
     }},
};

// Faster than main memory, though the work is charged to it: caches held what was counted.
bool served_by_cache(const Clues& e) {
  return e.efficiency > 1 && e.m.rated->bound_by == Resource::dram && last_level_cache(e.device) > Bytes(0);
}

}  // namespace

std::optional<Why> why(const Measurement& m, const DeviceInfo& device) {
  if (!has_time(m.outcome) || !m.stats || !m.rated || !(m.stats->median > 0)) return std::nullopt;
  const Clues e{m, device, m.rated->time.value / m.stats->median};
  if (served_by_cache(e))
    return Why{"served by cache", std::nullopt,
               fmt::format("{} of the speed of dram: of the {} it touches, caches of {} served a part; take a larger "
                           "size or --cache cold",
                           percent(e.efficiency), text(m.work.working_set), text(last_level_cache(device)))};
  if (!(e.efficiency > 0) || e.efficiency >= worth_telling) return std::nullopt;
  const Measured* largest = nullptr;
  double most = explains_most;
  for (const Measured& cause : measured) {
    const std::optional<double> factor = cause.factor(e);
    const double share = factor ? std::log(*factor) / std::log(e.efficiency) : 0;
    if (share < most || (largest && share == most)) continue;
    largest = &cause;
    most = share;
  }
  if (largest) return Why{largest->name, std::min(most, 1.0), largest->sentence(e)};
  const auto* const seen = std::ranges::find_if(observed, [&](const Observed& cause) { return cause.applies(e); });
  return Why{seen->name, std::nullopt, seen->sentence(e)};
}

}  // namespace gpupeak
