// How the parts of a step that are not products are spread over cores.
#pragma once

#include <algorithm>
#include <cstdint>

#include "device/host/host_device.h"

namespace gpupeak::host {

inline constexpr int64_t worth_a_thread = 1 << 15;  // elements: fewer are done before another thread is awake

// Calls work(first, count) for shares of [0, count), on as many cores as pay; on this one when the pool is not ours.
template <class Work>
void share(Queue& queue, int units, int64_t count, int64_t elements_each, const Work& work) {
  const int64_t workers = std::min({int64_t{units}, count, count * elements_each / worth_a_thread});
  if (workers <= 1) return work(int64_t{0}, count);
  host(queue).parallel(static_cast<int>(workers), [&](int worker, int all) {
    const int64_t first = count * worker / all, last = count * (worker + 1) / all;
    work(first, last - first);
  });
}

}  // namespace gpupeak::host
