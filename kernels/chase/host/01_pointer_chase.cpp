// 01 · pointer chase. The address of each load is the value of the one before, and the order is random, so neither
// out-of-order execution nor a prefetcher can start the next one early: time per hop is the latency of a load, its
// address translation included. One thread, 16 hops per iteration: the loop costs nothing beside them. Huge pages keep
// the translation out of the caches' figures: with indices in place of addresses, a Sapphire Rapids showed 5.1 cycles
// in the first level and 16.1 to 16.8 in the second, where Intel documents 5 and 14 to 16; with pages of 4 KiB the
// second showed 22. A Zen 5 shows 4.0 and 15.9 cycles; with indices, which are added to a base, it showed 5.1 and 17.0.
// Limit: beyond what the translation buffers reach (GiB with huge pages, less where a hypervisor backs them with small
// ones) a hop also waits for the page tables.
#include "device/host/host_device.h"
#include "kernels/chase/chase.h"

namespace gpupeak::host {
namespace {

chase::Address after(chase::Address at) { return *reinterpret_cast<const chase::Address*>(at); }

chase::Address walk(chase::Address at, int64_t hops) {
  for (; hops >= 16; hops -= 16) {
    at = after(after(after(after(at))));
    at = after(after(after(after(at))));
    at = after(after(after(after(at))));
    at = after(after(after(after(at))));
  }
  for (; hops > 0; --hops) at = after(at);
  return at;
}

std::optional<std::string> refuses(const DeviceInfo&, const chase::Problem&) { return std::nullopt; }

Launch bind(Device&, const chase::Problem& problem, const chase::Operands& operands) {
  return [hops = problem.hops, operands](Queue& queue) {
    host(queue).parallel(1, [&](int, int) { *operands.end = walk(*operands.start, hops); });
  };
}

}  // namespace

extern constinit const chase::Rung pointer_chase{
    .name = "pointer_chase",
    .idea = "each load needs the one before",
    .refuses = refuses,
    .bind = bind,
};

}  // namespace gpupeak::host
