// The loops of `stream` with vectors of 32 bytes.
#include "kernels/common/host/isa.h"

#define GPUPEAK_STREAM_TARGET GPUPEAK_TARGET("avx2")
#define GPUPEAK_STREAM_BYTES 32
#include "kernels/stream/host/walk.h"

namespace gpupeak::host {
constinit const Walks walks_avx2 = make_walks();
}
