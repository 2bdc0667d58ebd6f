// The loops of `stream` with vectors of 64 bytes.
#include "kernels/common/host/isa.h"

#define GPUPEAK_STREAM_TARGET GPUPEAK_TARGET("avx512f")
#define GPUPEAK_STREAM_BYTES 64
#include "kernels/stream/host/walk.h"

namespace gpupeak::host {
constinit const Walks walks_avx512 = make_walks();
}
