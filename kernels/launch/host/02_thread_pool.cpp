// 02 · thread pool. Rung 01 makes threads for every launch; here they live as long as the device, pinned, and wait for
// a number to change, which every kernel of this program relies on. Limit: the cache line with that number travels to
// every core, and another one back.
#include "device/host/host_device.h"
#include "kernels/launch/host/raise.h"
#include "kernels/launch/launch.h"

namespace gpupeak::host {
namespace {

std::optional<std::string> refuses(const DeviceInfo&, const launch::Problem&) { return std::nullopt; }

Launch bind(Device& device, const launch::Problem& problem, const launch::Operands& operands) {
  return [count = problem.count, operands, units = device.info().units](Queue& queue) {
    host(queue).parallel(units, [&](int worker, int workers) { raise(operands, count, worker, workers); });
  };
}

}  // namespace

extern constinit const launch::Rung thread_pool{
    .name = "thread_pool",
    .idea = "pinned threads that wait for work",
    .applies = only_round_trips,
    .refuses = refuses,
    .bind = bind,
};

}  // namespace gpupeak::host
