// The loops of `stream` for one instruction set, as function pointers: which set a machine has is known when it runs.
#pragma once

#include <array>
#include <cstdint>

#include "core/device_info.h"
#include "kernels/stream/stream.h"

namespace gpupeak::host {

// `passes` passes over `count` elements, any count and any alignment to 8 bytes. Returns the word for Operands::sums
// over all passes for `read` and `dot`, else 0; arrays that the op does not use are not looked at.
using Walk = uint64_t (*)(double* a, double* b, double* c, int64_t count, int64_t passes);

struct Walks {
  std::array<Walk, stream::ops.size()> plain;       // by Op
  std::array<Walk, stream::ops.size()> streaming;   // null where there is nothing to store, or no such store
  std::array<Walk, stream::ops.size()> prefetched;  // null where there is nothing to load
};

extern const Walks walks_vector128, walks_avx2, walks_avx512;

// The widest that this device has.
const Walks& widest_walks(const DeviceInfo&);

// Each unit walks its part `passes` times.
Launch walk_parts(const stream::Problem&, const stream::Operands&, Walk);

}  // namespace gpupeak::host
