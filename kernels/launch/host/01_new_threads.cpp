// 01 · new threads. A thread for every core beyond the first is made for each launch and joined at its end, as a
// program without a pool does. Limit: the system maps a stack, starts the thread and takes both down again.
#include <thread>
#include <vector>

#include "kernels/launch/host/raise.h"
#include "kernels/launch/launch.h"

namespace gpupeak::host {
namespace {

std::optional<std::string> refuses(const DeviceInfo&, const launch::Problem&) { return std::nullopt; }

Launch bind(Device& device, const launch::Problem& problem, const launch::Operands& operands) {
  return [count = problem.count, operands, workers = device.info().units](Queue&) {
    std::vector<std::jthread> others;
    for (int worker = 1; worker < workers; ++worker)
      others.emplace_back([=] { raise(operands, count, worker, workers); });
    raise(operands, count, 0, workers);
  };
}

}  // namespace

extern constinit const launch::Rung new_threads{
    .name = "new_threads",
    .idea = "a thread per core, made and joined each time",
    .applies = only_round_trips,
    .refuses = refuses,
    .bind = bind,
};

}  // namespace gpupeak::host
