#include <vector>

#include "device/cuda/stamp.h"
#include "statistics/stats.h"

namespace gpupeak::cuda {

std::optional<Hertz> clock_between(std::span<const Stamp> before, std::span<const Stamp> after) {
  std::vector<double> clocks;
  for (size_t sm = 0; sm < before.size() && sm < after.size(); ++sm) {
    const Stamp &first = before[sm], &last = after[sm];
    if (first.valid == 0 || last.valid == 0 || last.nanoseconds <= first.nanoseconds || last.cycles <= first.cycles)
      continue;
    clocks.push_back(static_cast<double>(last.cycles - first.cycles) * 1e9 /
                     static_cast<double>(last.nanoseconds - first.nanoseconds));
  }
  if (clocks.empty()) return std::nullopt;
  return Hertz(median(clocks));
}

}  // namespace gpupeak::cuda
