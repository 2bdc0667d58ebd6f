// 03 · graph. Rung 01 tells the driver of every kernel; here 64 of them, one behind the other, are recorded once as a
// graph and started by one call. Limit: what the GPU itself needs between dependent kernels.
#include <memory>

#include "device/cuda/handles.h"
#include "device/cuda/launch.h"
#include "kernels/launch/cuda/raise.h"
#include "kernels/launch/launch.h"

namespace gpupeak::cuda {
namespace {

constexpr int64_t chain = 64;

Launch bind_graph(Device& device, const launch::Problem& problem, const launch::Operands& operands) {
  Queue& queue = device.queue();
  load_raise();
  const auto graph = std::make_shared<Graph>(stream_of(queue), [&] {
    for (int64_t i = 0; i < chain; ++i) start_raise(queue, operands, problem.count);
  });
  return with_wait(problem, [graph](Queue& on) { graph->launch(stream_of(on)); });
}

}  // namespace

extern constinit const launch::Rung launch_graph{
    .name = "graph",
    .idea = "64 kernels recorded once, started by one call",
    .chain = chain,
    .applies = [](launch::Op) { return true; },
    .refuses = too_many_counters,
    .bind = bind_graph,
};

}  // namespace gpupeak::cuda
