// What a report keeps of the readings that a watch gave while a case was timed.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "core/telemetry.h"
#include "core/watch.h"

namespace gpupeak {

class TelemetrySummary {
 public:
  void add(const Reading&);
  Telemetry result() const;  // of what was added so far

 private:
  // All readings of one fact; the last failure is the reason when none succeeded.
  struct Series {
    std::vector<double> values;
    std::string failure = "no poll fell into the timed windows";

    template <class T>
    void add(const Seen<T>& reading);
    double min() const;
    double max() const;
    double mean() const;
    Seen<ClockRange> clocks() const;
  };

  // A cumulative counter: what it grew by over all stretches. One stretch that cannot be read spoils the sum.
  template <class T>
  class Growth {
   public:
    void begin(const Seen<T>& reading) { before_ = reading; }
    void end(const Seen<T>& reading);
    Seen<T> seen() const;

   private:
    Seen<T> before_;
    T sum_{};
    int stretches_ = 0;
    std::string failure_;
  };

  Seen<TemperatureRange> temperatures() const;

  Telemetry told_;  // what is told once, or told again
  Seen<double> start_temperature_;
  Seconds began_;
  Series sm_clock_, memory_clock_, power_, temperature_, events_;
  uint64_t event_bits_ = 0;
  Growth<Joules> energy_;
  std::array<Growth<Seconds>, slowdowns.size()> slowed_;
};

// The energy of `stretches` stretches that took `watched`, or why it is refused: each end of a stretch is uncertain by
// one refresh of the counter, so shorter ones than 20 refreshes would be wrong by more than 5 %.
inline constexpr double fewest_refreshes = 20;
Seen<Joules> trusted_energy(const Seen<Joules>& counter, const Seen<Seconds>& refresh, Seconds watched, int stretches);

}  // namespace gpupeak
