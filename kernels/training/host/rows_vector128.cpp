// The loops over rows with vectors of 16 bytes.
#include "kernels/common/host/isa.h"

#define GPUPEAK_ROWS_TARGET
#define GPUPEAK_ROWS_BYTES 16
#include "kernels/training/host/rows_loops.h"

namespace gpupeak::host {
constinit const Rows rows_vector128 = make_rows();
}
