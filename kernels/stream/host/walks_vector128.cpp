// The loops of `stream` with vectors of 16 bytes.
#include "kernels/common/host/isa.h"

#define GPUPEAK_STREAM_TARGET GPUPEAK_TARGET("sse2")
#define GPUPEAK_STREAM_BYTES 16
#include "kernels/stream/host/walk.h"

namespace gpupeak::host {
constinit const Walks walks_vector128 = make_walks();
}
