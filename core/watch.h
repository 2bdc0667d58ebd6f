// Looks at a device while it works and tells what it reads as it reads it: a summary is one who listens.
#pragma once

#include <array>
#include <cstdint>
#include <functional>

#include "core/telemetry.h"
#include "core/units.h"

namespace gpupeak {

// What was read of a device at one moment. What is not looked at in such a moment says so.
struct Reading {
  // A stretch of timed windows began, goes on, or ended; before the first and after the last of them the watch is
  // opened and closed.
  enum class Moment { opened, began, during, ended, closed };

  Moment moment = Moment::during;
  Seconds at;  // monotonic: of a stretch's ends, when these were and not when the counters were read
  // During a stretch; the temperature when the watch was opened, too.
  Seen<Hertz> sm_clock, memory_clock;
  Seen<Watts> power;
  Seen<double> temperature;     // degrees Celsius
  Seen<uint64_t> clock_events;  // NVML's clock event bits
  // At both ends of a stretch: counters since the driver was loaded. The link at its end, before it goes to sleep.
  Seen<Joules> energy;
  std::array<Seen<Seconds>, slowdowns.size()> slowed;  // by Slowdown
  Seen<PcieLink> link;
  // When the watch was opened: how often the energy counter moves.
  Seen<Seconds> energy_refresh;
  // When it was closed.
  Seen<Watts> power_limit;  // enforced
  Seen<PcieLink> link_max;
  Seen<int64_t> ecc_uncorrected;  // since the driver was loaded
  Seen<RemappedRows> remapped_rows;
  Seen<int64_t> other_processes;  // that compute on the device
};

// Called one reading at a time, during a stretch from a thread of the watch's own. Must not throw.
using OnReading = std::function<void(const Reading&)>;

// Never throws for what it cannot read.
class Watch {
 public:
  virtual ~Watch() = default;
  virtual void start() = 0;  // a stretch of timed windows begins
  virtual void stop() = 0;   // it ended; may be called when none is going on
  virtual void close() = 0;  // no other stretch follows
};

}  // namespace gpupeak
