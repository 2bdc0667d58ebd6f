// The step with vectors of 64 bytes.
#include "kernels/common/host/isa.h"

#define GPUPEAK_UPDATE_TARGET GPUPEAK_TARGET("avx512f,avx512bw,avx512vl")
#define GPUPEAK_UPDATE_BYTES 64
#include "kernels/optimizer/host/update.h"

namespace gpupeak::host {
constinit const Updates updates_avx512{.f32 = make_updates<float>(), .bf16 = make_updates<BFloat16>()};
}
