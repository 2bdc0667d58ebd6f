// The loop of `roofline` for one instruction set, as function pointers: which set a machine has is known when it runs.
#pragma once

#include <cstdint>

#include "kernels/roofline/roofline.h"

namespace gpupeak::host {

// `count` elements, any count and any alignment to an element.
using Sweep = void (*)(const void* in, void* out, int64_t count, int fmas);

struct Sweeps {
  Sweep f32, f64;
};

extern const Sweeps sweeps_vector128, sweeps_avx2, sweeps_avx512;

}  // namespace gpupeak::host
