// 01 · pointer chase. The address of each load is the value of the one before, and the order is random: time per hop is
// the latency of a load, its address translation included. One thread of one warp; 8 hops per iteration, so that the
// loop costs nothing beside them. Limit: a hop of 64 bytes meets each half of a 128-byte line apart, as the sectors of
// a line are filled apart.
#include "device/cuda/launch.h"
#include "kernels/chase/chase.h"

namespace gpupeak::cuda {
namespace {

__global__ void walk(const int64_t* next, const int64_t* start, int64_t* end, int64_t hops) {
  int64_t at = *start;
  for (; hops >= 8; hops -= 8) {
#pragma unroll
    for (int i = 0; i < 8; ++i) at = next[at];
  }
  for (; hops > 0; --hops) at = next[at];
  *end = at;
}

std::optional<std::string> pointer_chase_refuses(const DeviceInfo&, const chase::Problem&) { return std::nullopt; }

Launch bind_pointer_chase(Device&, const chase::Problem& problem, const chase::Operands& operands) {
  return [hops = problem.hops, operands](Queue& queue) {
    launch(queue, {.blocks = 1, .threads = 1}, walk, operands.next, operands.start, operands.end, hops);
  };
}

}  // namespace

extern constinit const chase::Rung pointer_chase{
    .name = "pointer_chase",
    .idea = "each load needs the one before",
    .hops = int64_t{1} << 13,
    .empties_caches = true,
    .refuses = pointer_chase_refuses,
    .bind = bind_pointer_chase,
};

}  // namespace gpupeak::cuda
