// 03 · mma_sync_f16_sums. Rung 02 keeps sums of f16 in f32, which GeForce cards do at half the rate; here they are f16,
// half as many registers. Exact below 2^11 only, so operands are -1, 0 and 1 and a pass is short: it begins and ends in
// memory. Such operands draw less power than others would. Limit: as of rung 02. Not measured yet.
#include "device/cuda/compute_capability.h"
#include "kernels/dot/cuda/warp_tiles.cuh"
#include "kernels/dot/dot.h"

namespace gpupeak::cuda {
namespace {

bool mma_sync_f16_sums_takes(DType dtype) { return dtype == DType::f16; }
Resource mma_sync_f16_sums_resource(DType) { return Resource::fp16_tensor_f16; }

std::optional<std::string> mma_sync_f16_sums_refuses(const DeviceInfo& device, const dot::Problem&) {
  if (compute_capability(device) >= 75) return std::nullopt;
  return lacks_capability("mma.sync of f16", "7.5 or later", device);
}

Launch bind_mma_sync_f16_sums(Device&, const dot::Problem& problem, const dot::Operands& operands) {
  return bind_tile<F16SumsTile>(problem, operands, tile_shape<16>(problem));
}

}  // namespace

extern constinit const dot::Rung dot_mma_sync_f16_sums{
    .name = "mma_sync_f16_sums",
    .idea = "the same with sums in f16",
    .resource = mma_sync_f16_sums_resource,
    .takes = mma_sync_f16_sums_takes,
    .shape = tile_shape<16>,
    .refuses = mma_sync_f16_sums_refuses,
    .bind = bind_mma_sync_f16_sums,
    .sums = dot::Sums::f16,
    .steps = tile_steps,
};

}  // namespace gpupeak::cuda
