// Depthwise convolution by the 16-byte vectors that every 64-bit CPU has.
#include "kernels/common/host/isa.h"

#define GPUPEAK_TILE_TARGET
#include "kernels/conv/host/depthwise_loops.h"

namespace gpupeak::host {

constinit const DepthwiseLanes<float> depthwise_vector128 =
    depthwise_lanes_of<vector_bytes(16), float>("vector128", {});
constinit const DepthwiseLanes<BFloat16> depthwise_vector128_bf16 =
    depthwise_lanes_of<vector_bytes(16), BFloat16>("vector128", {});

}  // namespace gpupeak::host
