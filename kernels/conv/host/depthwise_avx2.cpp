// Depthwise convolution by 8 channels a vector.
#include "kernels/common/host/isa.h"

#define GPUPEAK_TILE_TARGET GPUPEAK_TARGET("avx2,fma")
#include "kernels/conv/host/depthwise_loops.h"

namespace gpupeak::host {

constinit const DepthwiseLanes<float> depthwise_avx2 =
    depthwise_lanes_of<vector_bytes(32), float>("avx2", {"avx2", "fma"});
constinit const DepthwiseLanes<BFloat16> depthwise_avx2_bf16 =
    depthwise_lanes_of<vector_bytes(32), BFloat16>("avx2", {"avx2", "fma"});

}  // namespace gpupeak::host
