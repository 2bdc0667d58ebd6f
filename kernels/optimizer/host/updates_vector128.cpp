// The step with vectors of 16 bytes.
#include "kernels/common/host/isa.h"

#define GPUPEAK_UPDATE_TARGET
#define GPUPEAK_UPDATE_BYTES 16
#include "kernels/optimizer/host/update.h"

namespace gpupeak::host {
constinit const Updates updates_vector128{.f32 = make_updates<float>(), .bf16 = make_updates<BFloat16>()};
}
