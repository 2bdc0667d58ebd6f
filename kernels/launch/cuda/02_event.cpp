// 02 · event. Rung 01 with an event recorded behind every kernel, as whoever times kernels one by one does: what is
// lost to rung 01 is the price of an event. Limit: the GPU writes a time stamp between two kernels that would else
// meet.
#include <memory>

#include "device/cuda/handles.h"
#include "device/cuda/launch.h"
#include "kernels/launch/cuda/raise.h"
#include "kernels/launch/launch.h"

namespace gpupeak::cuda {
namespace {

Launch bind_event(Device&, const launch::Problem& problem, const launch::Operands& operands) {
  const auto event = std::make_shared<Event>();
  return with_wait(problem, [count = problem.count, operands, event](Queue& queue) {
    start_raise(queue, operands, count);
    event->record(stream_of(queue));
  });
}

}  // namespace

extern constinit const launch::Rung launch_event{
    .name = "event",
    .idea = "one kernel a launch and an event behind it",
    .applies = [](launch::Op) { return true; },
    .refuses = too_many_counters,
    .bind = bind_event,
};

}  // namespace gpupeak::cuda
