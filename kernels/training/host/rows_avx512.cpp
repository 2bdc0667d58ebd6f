// The loops over rows with vectors of 64 bytes.
#include "kernels/common/host/isa.h"

#define GPUPEAK_ROWS_TARGET GPUPEAK_TARGET("avx512f,avx512bw,avx512vl")
#define GPUPEAK_ROWS_BYTES 64
#include "kernels/training/host/rows_loops.h"

namespace gpupeak::host {
constinit const Rows rows_avx512 = make_rows();
}
