// 01 · memory. One thread per core, std::atomic_ref::fetch_add without an order. Integers have an instruction for it;
// floating-point numbers are loaded, added to and exchanged if nobody came between. Limit: the line of a counter
// wanders from core to core, also where neighbouring counters (`thread`) share one.
#include <atomic>

#include "device/host/host_device.h"
#include "kernels/atomics/atomics.h"

namespace gpupeak::host {
namespace {

template <class T>
void count(T* counters, const atomics::Layout& layout, int64_t unit, int64_t updates) {
  uint32_t state = atomics::first_draw(unit, 1, 0);
  T* const own = counters + layout.counter(unit, 0);
  for (int64_t update = 0; update < updates; ++update) {
    state = atomics::next_draw(state);
    T* const to = layout.random_bits == 0 ? own : counters + layout.drawn(unit, state);
    std::atomic_ref<T>(*to).fetch_add(T{1}, std::memory_order_relaxed);
  }
}

bool applies(atomics::Sharing sharing) { return sharing != atomics::Sharing::warp; }  // one thread is a unit

std::optional<std::string> refuses(const DeviceInfo&, const atomics::Problem& problem) {
  if (applies(problem.sharing)) return std::nullopt;
  return "threads of a core do not come in groups; --set atomics.sharing=thread has one counter for each";
}

template <class T>
Launch bind_number(const atomics::Problem& problem, void* counters) {
  return [=, layout = atomics::layout(problem)](Queue& queue) {
    host(queue).parallel(problem.units, [&](int worker, int workers) {
      for (int unit = worker; unit < problem.units; unit += workers)
        count(static_cast<T*>(counters), layout, unit, problem.updates);
    });
  };
}

Launch bind(Device&, const atomics::Problem& problem, void* counters) {
  if (problem.number == atomics::Number::f32) return bind_number<float>(problem, counters);
  if (problem.number == atomics::Number::f64) return bind_number<double>(problem, counters);
  return bind_number<int32_t>(problem, counters);
}

}  // namespace

extern constinit const atomics::Rung atomics_memory{
    .name = "memory",
    .idea = "counters that all units reach",
    .shape = {},
    .applies = applies,
    .refuses = refuses,
    .bind = bind,
};

}  // namespace gpupeak::host
