// 02 · mma_sync. A dot product per lane reads both factors for every sum; here a warp multiplies a 16 x k tile by a
// k x 8 tile in the matrix unit, up to 2048 multiply-adds of f16 per instruction. A unit is one block of 16 warps with
// 8 tiles of sums each, so that every scheduler has 32 instructions in flight; operands stay in registers. A step is
// one tile product, which 7.5 and, of f64, all but 9.0 put together from smaller instructions. Limit: from 9.0 on the
// units are said to take operands faster than registers deliver them to mma.sync (arXiv:2501.12084: 63 % of the peak on
// average); wgmma is for that. Not measured yet.
#include "device/cuda/compute_capability.h"
#include "kernels/dot/cuda/warp_tiles.cuh"
#include "kernels/dot/dot.h"

namespace gpupeak::cuda {
namespace {

struct MmaSyncType {
  DType dtype;
  Resource resource;
  dot::Shape (*shape)(const dot::Problem&);
  bool (*has)(int capability);
  const char* needs;
  Launch (*bind)(const dot::Problem&, const dot::Operands&, const dot::Shape&);
};

bool from_75(int capability) { return capability >= 75; }
bool from_80(int capability) { return capability >= 80; }
// What cubins show: 9.0 and 10.x get conversions and f16 instead, whose rate is not that of fp8.
bool with_fp8(int capability) { return capability == 89 || capability >= 120; }

// clang-format off
const MmaSyncType mma_sync_types[] = {
    {DType::f64,  Resource::fp64_tensor, tile_shape<16>, from_80,  "8.0 or later",               bind_tile<F64Tile>},
    {DType::tf32, Resource::tf32_tensor, tile_shape<8>,  from_80,  "8.0 or later",               bind_tile<TF32Tile>},
    {DType::f16,  Resource::fp16_tensor, tile_shape<16>, from_75,  "7.5 or later",               bind_tile<F16Tile>},
    {DType::bf16, Resource::bf16_tensor, tile_shape<16>, from_80,  "8.0 or later",               bind_tile<BF16Tile>},
    {DType::e4m3, Resource::fp8_tensor,  tile_shape<32>, with_fp8, "8.9 or 12.0 (9.0 and 10.0 have it in wgmma and tcgen05 alone)", bind_tile<E4M3Tile>},
    {DType::i8,   Resource::int8_tensor, tile_shape<32>, from_75,  "7.5 or later",               bind_tile<I8Tile>},
};
// clang-format on

const MmaSyncType* mma_sync_type(DType dtype) {
  for (const MmaSyncType& type : mma_sync_types)
    if (type.dtype == dtype) return &type;
  return nullptr;
}

bool mma_sync_takes(DType dtype) { return mma_sync_type(dtype); }
Resource mma_sync_resource(DType dtype) { return mma_sync_type(dtype)->resource; }
dot::Shape mma_sync_shape(const dot::Problem& problem) { return mma_sync_type(problem.dtype)->shape(problem); }

std::optional<std::string> mma_sync_refuses(const DeviceInfo& device, const dot::Problem& problem) {
  const MmaSyncType& type = *mma_sync_type(problem.dtype);
  if (type.has(compute_capability(device))) return std::nullopt;
  return lacks_capability("mma.sync of " + std::string(row(problem.dtype).name), type.needs, device);
}

Launch bind_mma_sync(Device&, const dot::Problem& problem, const dot::Operands& operands) {
  const MmaSyncType& type = *mma_sync_type(problem.dtype);
  return type.bind(problem, operands, type.shape(problem));
}

}  // namespace

extern constinit const dot::Rung dot_mma_sync{
    .name = "mma_sync",
    .idea = "products of 16 x 8 tiles by one warp (mma.sync)",
    .resource = mma_sync_resource,
    .takes = mma_sync_takes,
    .shape = mma_sync_shape,
    .refuses = mma_sync_refuses,
    .bind = bind_mma_sync,
    .sums = dot::Sums::usual,
    .steps = tile_steps,
};

}  // namespace gpupeak::cuda
