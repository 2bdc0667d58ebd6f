// What starting a launch costs on a device, so that reports can tell cases that spend their time on it.
#pragma once

#include <vector>

#include "core/device.h"
#include "statistics/stats.h"

namespace gpupeak {

// Time of `empty`, a launch that does next to nothing, among many, back to back: the median of some windows, by the
// host's clock. About a millisecond.
inline Seconds launch_overhead(Device& device, const Launch& empty) {
  constexpr int windows = 7;
  constexpr int64_t launches = 100;
  const Window window{.sets = std::span(&empty, 1), .launches = launches, .timer = Timer::host};
  device.time(window);  // wakes threads, loads code
  std::vector<double> times;
  for (int i = 0; i < windows; ++i) times.push_back(device.time(window).time.value);
  return Seconds(median(times));
}

}  // namespace gpupeak
