#include "device/launch_overhead.h"

#include <vector>

#include "statistics/stats.h"

namespace gpupeak {

Seconds launch_overhead(Device& device, const Launch& empty) {
  constexpr int windows = 7;
  constexpr int64_t launches = 100;
  const Window window{.sets = std::span(&empty, 1), .launches = launches, .timer = Timer::host};
  device.time(window);  // wakes threads, loads code
  std::vector<double> times;
  for (int i = 0; i < windows; ++i) times.push_back(device.time(window).time.value);
  return Seconds(median(times));
}

}  // namespace gpupeak
