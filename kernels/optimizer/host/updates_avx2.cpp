// The step with vectors of 32 bytes.
#include "kernels/common/host/isa.h"

#define GPUPEAK_UPDATE_TARGET GPUPEAK_TARGET("avx2,fma")
#define GPUPEAK_UPDATE_BYTES 32
#include "kernels/optimizer/host/update.h"

namespace gpupeak::host {
constinit const Updates updates_avx2{.f32 = make_updates<float>(), .bf16 = make_updates<BFloat16>()};
}
