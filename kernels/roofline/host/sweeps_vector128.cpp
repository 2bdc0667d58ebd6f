// The loop of `roofline` with vectors of 16 bytes.
#include "kernels/common/host/isa.h"

#define GPUPEAK_SWEEP_TARGET
#include "kernels/roofline/host/sweep.h"

namespace gpupeak::host {
constinit const Sweeps sweeps_vector128{sweep<float, vector_bytes(16)>, sweep<double, vector_bytes(16)>};
}
