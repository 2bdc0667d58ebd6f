// The method, and the only place that holds it: warm up, size the window, sample, stop.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "core/device.h"
#include "method/measurement.h"
#include "method/schedule.h"
#include "method/suite.h"

namespace gpupeak {

// Samples one trial. Opponents alternate by taking turns on their samplers.
class Sampler {
 public:
  // `between` is called after each window of the warm-up and each sample, of whose time it is no part; may be empty.
  Sampler(Device& device, const Trial& trial, const StopRule& rule, std::function<void()> between = {});

  void warm_up();        // until the last ten times are steady or the warm-up budget ends; then sizes the window
  void sample();         // one more
  void refresh();        // one launch that is not recorded: brings caches and clocks back after an opponent's turn
  bool done() const;     // precision reached, or samples or time at their limit
  Sample last_window();  // one more window on the same path as a sample, not recorded: its outputs are verified

  const std::vector<Sample>& samples() const { return samples_; }
  std::string stopped_by() const;  // "precision", "budget", "samples"; "" while going on
  Seconds spent() const { return spent_; }

 private:
  Sample window(int64_t launches);
  Seconds passed(Seconds start, const Sample&) const;

  Device& device_;
  const Trial& trial_;
  StopRule rule_;
  std::function<void()> between_;
  int64_t next_ = 0;
  int64_t launches_ = 1;
  Seconds spent_{0};
  std::vector<Sample> samples_;
};

// Times the phases of a trial that was sampled, `step` being the median of the whole: in rounds in their order, for a
// quarter of a case's budget, after one round that is not counted.
std::vector<PhaseTime> time_phases(Device&, const Trial&, const StopRule&, Seconds step);

// Times single launches of a trial that was sampled, one by one with the host waiting for each: for half of a case's
// budget, at most 10 000; 200 where all of the budget allows them; 20 at least. Warming launches are not counted.
// `between` is called between two rounds of them; may be empty.
Latencies time_latencies(Device&, const Trial&, const StopRule&, const std::function<void()>& between = {});

}  // namespace gpupeak
