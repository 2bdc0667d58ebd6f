// What a device said of itself while a case was timed: a value, in which a figure that could not be read is a reason.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/units.h"

namespace gpupeak {

// A reading, or why there is none. Never 0 for unknown.
template <class T>
struct Seen {
  std::optional<T> value;
  std::string reason = "not looked at";  // why there is no value; empty when there is
  bool forbidden = false;                // to this user

  Seen() = default;
  Seen(T seen) : value(std::move(seen)), reason() {}  // NOLINT(google-explicit-constructor): a reading is its value
  static Seen none(const std::string& why) {
    Seen seen;
    seen.reason = why;
    return seen;
  }
  explicit operator bool() const { return value.has_value(); }
  const T& operator*() const { return *value; }
  const T* operator->() const { return &*value; }
  bool operator==(const Seen& other) const {
    return value == other.value && reason == other.reason;
  }  // as files keep it
};

struct ClockRange {
  Hertz min, median, max;
  bool operator==(const ClockRange&) const = default;
};

struct PowerRange {
  Watts mean, max;
  bool operator==(const PowerRange&) const = default;
};

struct TemperatureRange {  // degrees Celsius
  double start = 0, max = 0;
  bool operator==(const TemperatureRange&) const = default;
};

struct PcieLink {
  int generation = 0, width = 0;  // width in lanes
  bool operator==(const PcieLink&) const = default;
};

struct RemappedRows {  // of DRAM, since the board was made; pending: the next reset remaps, failed: no spare was left
  int64_t corrected = 0, uncorrected = 0;
  bool pending = false, failed = false;
  bool operator==(const RemappedRows&) const = default;
};

// TABLE of what slows a clock down. Cumulative counters tell the time each was active exactly.
enum class Slowdown {
  power_cap,
  thermal,
  sync_boost,
  board_limit,
  low_utilization,
  reliability,
  software_thermal,
  hardware_thermal,
  power_brake
};
struct SlowdownRow {
  Slowdown id;
  std::string_view name;
  std::string_view summary;
};
inline constexpr std::array slowdowns{
    SlowdownRow{Slowdown::power_cap, "power_cap", "the power limit"},
    SlowdownRow{Slowdown::thermal, "thermal", "the temperature"},
    SlowdownRow{Slowdown::sync_boost, "sync_boost", "the clock of another device that it must match"},
    SlowdownRow{Slowdown::board_limit, "board_limit", "a limit of the board"},
    SlowdownRow{Slowdown::low_utilization, "low_utilization", "too little work"},
    SlowdownRow{Slowdown::reliability, "reliability", "the voltage it is reliable at"},
    SlowdownRow{Slowdown::software_thermal, "software_thermal", "the temperature that the driver saw"},
    SlowdownRow{Slowdown::hardware_thermal, "hardware_thermal", "the temperature that the hardware saw"},
    SlowdownRow{Slowdown::power_brake, "power_brake", "the power brake of the server"},
};
constexpr const SlowdownRow& row(Slowdown id) { return slowdowns[static_cast<size_t>(id)]; }

struct Telemetry {
  Seconds watched;  // together, of the stretches that were watched: timed windows and what lies between them
  int stretches = 0;
  int polls = 0;  // of clocks and power

  Seen<ClockRange> sm_clock, memory_clock;
  Seen<PowerRange> power;
  Seen<Watts> power_limit;       // enforced
  Seen<Joules> energy;           // of all stretches; refused where they are shorter than 20 refreshes of the counter
  Seen<Seconds> energy_refresh;  // measured: how often the counter moves
  Seen<TemperatureRange> temperature;
  std::array<Seen<Seconds>, slowdowns.size()> slowed;  // by Slowdown: how long it was active while watched
  Seen<uint64_t> clock_events;                         // NVML's clock event bits, of all polls together
  Seen<PcieLink> link, link_max;                       // at the end of the last stretch
  Seen<int64_t> ecc_uncorrected;                       // since the driver was loaded
  Seen<RemappedRows> remapped_rows;
  Seen<int64_t> other_processes;  // that compute on the device
};

}  // namespace gpupeak
