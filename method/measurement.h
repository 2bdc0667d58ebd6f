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
#include "core/note.h"
#include "core/telemetry.h"
#include "core/throttling.h"
#include "core/verify.h"
#include "core/work.h"
#include "method/reason.h"
#include "method/views.h"
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

// What the one sample of a case stands for, where the tool that measured kept no others.
struct Summary {
  int64_t count = 0;                 // of times; 0: not told
  std::optional<Seconds> deviation;  // standard deviation of single times
  bool is_mean = false;              // the sample is their mean; else their median
};

struct Measurement {
  Case id;
  int device = 0;             // index into Report::devices
  std::string group;          // id without the rung: opponents share it
  bool vendor = false;        // the rung is a vendor library's
  bool vendor_below = false;  // and that library runs kernels below the processor's instruction set: no yardstick
  Work work;
  Outcome outcome = Outcome::skipped;
  std::string reason;                          // why not `measured`; empty when measured
  ReasonKind reason_kind = ReasonKind::other;  // of that reason
  std::vector<Sample> samples;                 // empty unless has_time(outcome)
  std::optional<Summary> summary;              // of another tool's times, where it told no more of them
  std::optional<Stats> stats;                  // seconds per launch
  std::optional<Hertz> clock;                  // median of the samples' clocks
  std::optional<Ceiling> rated;                // ceiling at the rated clocks
  std::optional<Ceiling> clocked;              // ceiling at `clock`
  std::optional<Check> check;
  std::string stopped_by;              // "precision", "budget", "samples"
  std::optional<Telemetry> telemetry;  // what the device said of itself while this was sampled
  std::optional<LaunchShape> launch;   // of the launch that takes most of the time, where the device has blocks
  std::vector<PhaseTime> phases;       // in order; empty where a launch has no parts
  std::optional<Latencies> latencies;  // of launches one by one, where they answer requests
  std::optional<Bytes> memory_growth;  // of the device's memory in use, by preparing and verifying once
  // By a quota of CPU time, while this was sampled; nothing where none is in force.
  std::optional<Throttling> throttling;
  std::vector<Note> notes;
  std::string headline;  // name of the metric a reader wants first; empty where who measured did not say
  Views views;           // what is derived from it beside others of its suite
};

// Of its samples; where a single one stands for more times than were kept, the interval is what is told of them.
// Nothing without samples.
std::optional<Stats> statistics_of(const std::vector<Sample>&, const std::optional<Summary>&);

// What the summary tells of the one sample; nothing where it tells no spread, or there are more samples.
std::optional<ToldSpread> told_spread(const std::vector<Sample>&, const std::optional<Summary>&);

// Times that its figures rest on: its samples, or as many as its one sample stands for.
int64_t times_of(const Measurement&);

// What all phases take together.
Seconds total(const std::vector<PhaseTime>&);

}  // namespace gpupeak
