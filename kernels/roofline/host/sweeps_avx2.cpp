// The loop of `roofline` with vectors of 32 bytes.
#include "kernels/common/host/isa.h"

#define GPUPEAK_SWEEP_TARGET GPUPEAK_TARGET("avx2,fma")
#include "kernels/roofline/host/sweep.h"

namespace gpupeak::host {
constinit const Sweeps sweeps_avx2{sweep<float, vector_bytes(32)>, sweep<double, vector_bytes(32)>};
}
