// The loops over rows with vectors of 32 bytes.
#include "kernels/host/isa.h"

#define GPUPEAK_ROWS_TARGET GPUPEAK_TARGET("avx2,fma")
#define GPUPEAK_ROWS_BYTES 32
#include "kernels/host/training/rows_loops.h"

namespace gpupeak::host {
constinit const Rows rows_avx2 = make_rows();
}
