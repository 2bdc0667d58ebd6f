// Depthwise convolution by 16 channels a vector.
#include "kernels/common/host/isa.h"

#define GPUPEAK_TILE_TARGET GPUPEAK_TARGET("avx512f")
#include "kernels/conv/host/depthwise_loops.h"

namespace gpupeak::host {

constinit const DepthwiseLanes<float> depthwise_avx512 =
    depthwise_lanes_of<vector_bytes(64), float>("avx512", {"avx512f"});
constinit const DepthwiseLanes<BFloat16> depthwise_avx512_bf16 =
    depthwise_lanes_of<vector_bytes(64), BFloat16>("avx512", {"avx512f"});

}  // namespace gpupeak::host
