// 01 · pointer chase. The address of each load is the value of the one before, and the order is random: time per hop is
// the latency of a load, its address translation included, and no instruction stands between two. One thread of one
// warp; 16 hops per iteration, whose counting is done while a load is under way. Limit: a hop of 64 bytes meets each
// half of a 128-byte line apart, as the sectors of a line are filled apart.
#include "device/cuda/launch.h"
#include "device/cuda/load_code.cuh"
#include "kernels/chase/chase.h"

namespace gpupeak::cuda {
namespace {

__global__ void follow(const chase::Address* start, chase::Address* end, int64_t hops) {
  chase::Address at = *start;
#pragma unroll 1
  for (; hops >= 16; hops -= 16) {
#pragma unroll
    for (int i = 0; i < 16; ++i) at = load_at(at);
  }
#pragma unroll 1
  for (; hops > 0; --hops) at = load_at(at);
  *end = at;
}

std::optional<std::string> pointer_chase_refuses(const DeviceInfo&, const chase::Problem&) { return std::nullopt; }

Launch bind_pointer_chase(Device&, const chase::Problem& problem, const chase::Operands& operands) {
  return [hops = problem.hops, operands](Queue& queue) {
    launch(queue, {.blocks = 1, .threads = 1}, follow, operands.start, operands.end, hops);
  };
}

}  // namespace

extern constinit const chase::Rung pointer_chase{
    .name = "pointer_chase",
    .idea = "each load needs the one before",
    .hops = int64_t{1} << 13,
    .longest_hop = Seconds(1e-6),
    .empties_caches = true,
    .refuses = pointer_chase_refuses,
    .bind = bind_pointer_chase,
};

}  // namespace gpupeak::cuda
