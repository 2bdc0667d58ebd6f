// One thread per block and as many blocks as SMs: an idle GPU gives each SM one, so every SM is read.
#include <vector>

#include "device/cuda/launch.h"
#include "device/cuda/stamp.h"
#include "statistics/stats.h"

namespace gpupeak::cuda {
namespace {

__global__ void read_clocks(Stamp* stamps, int count) {
  const uint32_t sm = this_sm();
  if (sm >= static_cast<uint32_t>(count)) return;
  stamps[sm] = Stamp{static_cast<uint64_t>(clock64()), global_nanoseconds(), 1};
}

}  // namespace

void stamp(cudaStream_t stream, Stamp* stamps, int count) {
  launch_unseen(stream, {.blocks = static_cast<unsigned>(count), .threads = 1}, read_clocks, stamps, count);
}

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
