// The loops over rows with vectors of 32 bytes.
#include "kernels/common/host/isa.h"

#define GPUPEAK_ROWS_TARGET GPUPEAK_TARGET("avx2,fma")
#define GPUPEAK_ROWS_BYTES 32
#include "kernels/training/host/rows_loops.h"

namespace gpupeak::host {
constinit const Rows rows_avx2 = make_rows();
}
