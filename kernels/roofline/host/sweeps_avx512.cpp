// The loop of `roofline` with vectors of 64 bytes.
#include "kernels/common/host/isa.h"

#define GPUPEAK_SWEEP_TARGET GPUPEAK_TARGET("avx512f")
#include "kernels/roofline/host/sweep.h"

namespace gpupeak::host {
constinit const Sweeps sweeps_avx512{sweep<float, vector_bytes(64)>, sweep<double, vector_bytes(64)>};
}
