// The work of both rungs: worker `w` adds one to its share of the counters.
#pragma once

#include <cstdint>

#include "kernels/launch/launch.h"

namespace gpupeak::host {

inline void raise(const launch::Operands& operands, int64_t count, int worker, int workers) {
  for (int64_t i = count * worker / workers; i < count * (worker + 1) / workers; ++i) ++operands.counters[i];
}

// A launch on the host is over when it returns, so there is no queue to fill.
inline bool only_round_trips(launch::Op op) { return op == launch::Op::round_trip; }

}  // namespace gpupeak::host
