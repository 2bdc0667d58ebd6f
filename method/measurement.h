// What became of one case. There is no time unless the outcome is `measured` or `implausible`.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/case.h"
#include "core/ceiling.h"
#include "core/device.h"
#include "core/launch_shape.h"
#include "core/names.h"
#include "core/telemetry.h"
#include "core/throttling.h"
#include "core/verify.h"
#include "core/work.h"
#include "statistics/latencies.h"
#include "statistics/stats.h"

namespace gpupeak {

// implausible: faster than the device can be at the clock it ran at, by more than the tolerance.
enum class Outcome { measured, skipped, wrong, failed, implausible };
inline constexpr std::array outcomes{Outcome::measured, Outcome::skipped, Outcome::wrong, Outcome::failed,
                                     Outcome::implausible};
inline constexpr Named<Outcome> outcome_names[] = {
    {Outcome::measured, "measured"}, {Outcome::skipped, "skipped"},         {Outcome::wrong, "wrong"},
    {Outcome::failed, "failed"},     {Outcome::implausible, "implausible"},
};
constexpr std::string_view name(Outcome id) { return name_of(outcome_names, id); }
constexpr std::optional<Outcome> outcome_named(std::string_view text) { return id_of(outcome_names, text); }

// A fault of the result itself: a time may exist but must not be shown.
constexpr bool has_time(Outcome o) { return o == Outcome::measured || o == Outcome::implausible; }

// One phase of a launch, timed apart from the measurement of the whole.
struct PhaseTime {
  std::string name;
  Work work;
  Seconds median;
  int rounds = 0;  // that the median is of
};

struct Measurement {
  Case id;
  int device = 0;       // index into Report::devices
  std::string group;    // id without the rung: opponents share it
  bool vendor = false;  // the rung is a vendor library's
  Work work;
  Outcome outcome = Outcome::skipped;
  std::string reason;              // why not `measured`; empty when measured
  std::vector<Sample> samples;     // empty unless has_time(outcome)
  std::optional<Stats> stats;      // seconds per launch
  std::optional<Hertz> clock;      // median of the samples' clocks
  std::optional<Ceiling> rated;    // ceiling at the rated clocks
  std::optional<Ceiling> clocked;  // ceiling at `clock`
  std::optional<Check> check;
  std::string stopped_by;              // "precision", "budget", "samples"
  std::optional<Telemetry> telemetry;  // what the device said of itself while this was sampled
  std::optional<LaunchShape> launch;   // of the launch that takes most of the time, where the device has blocks
  std::vector<PhaseTime> phases;       // in order; empty where a launch has no parts
  std::optional<Latencies> latencies;  // of launches one by one, where they answer requests
  std::optional<Bytes> memory_growth;  // of the device's memory in use, by preparing and verifying once
  // By a quota of CPU time, while this was sampled; nothing where none is in force.
  std::optional<Throttling> throttling;
  std::vector<std::string> notes;
};

// What all phases take together.
Seconds total(const std::vector<PhaseTime>&);

}  // namespace gpupeak
