// 04 · wgmma. mma.sync takes both factors from the registers of one warp, which on 9.0 keeps its matrix units waiting;
// here four warps together multiply 64 x k by k x 256 that lie in shared memory, and go on issuing meanwhile. A unit is
// one block of two warpgroups with a tile of sums each: one computes while the other waits for its group of 8 to end.
// Sums that a pass of few steps would outgrow (e4m3) are not loaded anew: the next pass adds the same with B negated,
// there and back, all in registers. Limit: 10 KiB of shared memory are read per product. Not measured yet.
#include <type_traits>

#include "device/cuda/compute_capability.h"
#include "device/cuda/launch.h"
#include "device/cuda/warpgroup_code.cuh"
#include "kernels/dot/dot.h"

namespace gpupeak::cuda {
namespace {

constexpr int warpgroups = 2;
constexpr int row_bytes = 32, a_bytes = warpgroup_rows * row_bytes, b_bytes = warpgroup_columns * row_bytes;
constexpr int wgmma_tile_elements = warpgroup_rows * warpgroup_columns;
constexpr int wgmma_group = 8;  // products in flight between two waits

// Four bytes of B with the signs of their elements turned; int8 is never -128.
template <class Tile>
__device__ uint32_t negated(uint32_t word) {
  if constexpr (std::is_same_v<Tile, I8Tile>) {
    uint32_t result = 0;
    for (int shift = 0; shift < 32; shift += 8) result |= ((0u - (word >> shift)) & 0xffu) << shift;
    return result;
  } else {
    return word ^ (std::is_same_v<Tile, TF32Tile>   ? 0x80000000u
                   : std::is_same_v<Tile, E4M3Tile> ? 0x80808080u
                                                    : 0x80008000u);
  }
}

// a and b are [units][rows][32 bytes], in and out [units][sums][64][256]; passes is odd.
template <class Tile>
__global__ void __launch_bounds__(warpgroups* warpgroup_threads)
    add_warpgroup_tiles(const uint32_t* a, const uint32_t* b, const typename Tile::Pair* in, typename Tile::Pair* out,
                        int64_t steps, int64_t passes) {
  auto* slabs = dynamic_shared<unsigned char>();  // A, B, -B
  a += blockIdx.x * (a_bytes / 4);
  b += blockIdx.x * (b_bytes / 4);
  const auto store = [&](int at, int word, uint32_t value) {
    *reinterpret_cast<uint32_t*>(slabs + at + slab_at(word / 8, word % 8 * 4)) = value;
  };
  for (int i = static_cast<int>(threadIdx.x); i < a_bytes / 4; i += static_cast<int>(blockDim.x)) store(0, i, a[i]);
  for (int i = static_cast<int>(threadIdx.x); i < b_bytes / 4; i += static_cast<int>(blockDim.x)) {
    store(a_bytes, i, b[i]);
    store(a_bytes + b_bytes, i, negated<Tile>(b[i]));
  }
  publish_slabs();
  __syncthreads();

  const int64_t sum = int64_t{blockIdx.x} * (blockDim.x / warpgroup_threads) + threadIdx.x / warpgroup_threads;
  const unsigned warp = threadIdx.x % warpgroup_threads / 32, g = threadIdx.x % 32 / 4, t = threadIdx.x % 4;
  const int64_t first = sum * (wgmma_tile_elements / 2) + (16 * warp + g) * (warpgroup_columns / 2) + t;
  const auto at = [&](int i) { return first + i % 2 * 8 * (warpgroup_columns / 2) + i / 2 * 4; };
  typename Tile::Pair sums[64];
#pragma unroll
  for (int i = 0; i < 64; ++i) sums[i] = in[at(i)];
  const auto slab_a = describe_slab(slabs);
  for (int64_t pass = 0; pass < passes; ++pass) {
    const auto slab_b = describe_slab(slabs + a_bytes + pass % 2 * b_bytes);
    for (int64_t left = steps / wgmma_group; left > 0; --left) {
      begin_products();
#pragma unroll
      for (int i = 0; i < wgmma_group; ++i) warpgroup_multiply_add(Tile{}, sums, slab_a, slab_b);
      end_products();
      await_products();
    }
    for (int64_t left = steps % wgmma_group; left > 0; --left) {
      begin_products();
      warpgroup_multiply_add(Tile{}, sums, slab_a, slab_b);
      end_products();
      await_products();
    }
  }
#pragma unroll
  for (int i = 0; i < 64; ++i) out[at(i)] = sums[i];
}

template <int depth>
int wgmma_a_at(int element, int p) {
  return element / warpgroup_columns * depth + p;
}
template <int depth>
int wgmma_b_at(int element, int p) {
  return element % warpgroup_columns * depth + p;
}
template <int depth>
dot::Shape shape_of(const dot::Problem& problem) {
  return {problem.dependent ? 1 : warpgroups,
          wgmma_tile_elements,
          depth,
          warpgroup_rows * depth,
          warpgroup_columns * depth,
          wgmma_a_at<depth>,
          wgmma_b_at<depth>};
}

template <class Tile>
Launch bind_wgmma_type(const dot::Problem& problem, const dot::Operands& operands) {
  using Pair = typename Tile::Pair;
  const Grid grid{.blocks = dim3(static_cast<unsigned>(problem.units)),
                  .threads = (problem.dependent ? 1 : warpgroups) * warpgroup_threads,
                  .shared_bytes = a_bytes + 2 * b_bytes};
  return [=](Queue& queue) {
    launch(queue, grid, add_warpgroup_tiles<Tile>, static_cast<const uint32_t*>(operands.a),
           static_cast<const uint32_t*>(operands.b), static_cast<const Pair*>(operands.in),
           static_cast<Pair*>(operands.out), problem.steps, problem.passes);
  };
}

struct WgmmaType {
  DType dtype;
  Resource resource;
  dot::Shape (*shape)(const dot::Problem&);
  Launch (*bind)(const dot::Problem&, const dot::Operands&);
};

// clang-format off
const WgmmaType wgmma_types[] = {
    {DType::tf32, Resource::tf32_tensor, shape_of<8>,  bind_wgmma_type<TF32Tile>},
    {DType::f16,  Resource::fp16_tensor, shape_of<16>, bind_wgmma_type<F16Tile>},
    {DType::bf16, Resource::bf16_tensor, shape_of<16>, bind_wgmma_type<BF16Tile>},
    {DType::e4m3, Resource::fp8_tensor,  shape_of<32>, bind_wgmma_type<E4M3Tile>},
    {DType::i8,   Resource::int8_tensor, shape_of<32>, bind_wgmma_type<I8Tile>},
};
// clang-format on

const WgmmaType* wgmma_type(DType dtype) {
  for (const WgmmaType& type : wgmma_types)
    if (type.dtype == dtype) return &type;
  return nullptr;
}

bool wgmma_takes(DType dtype) { return wgmma_type(dtype); }
Resource wgmma_resource(DType dtype) { return wgmma_type(dtype)->resource; }
dot::Shape wgmma_shape(const dot::Problem& problem) { return wgmma_type(problem.dtype)->shape(problem); }
int64_t steps(DType) { return 4096; }  // 0.6 ms at the published rates of 9.0

std::optional<std::string> wgmma_refuses(const DeviceInfo& device, const dot::Problem&) {
  if (compute_capability(device) == 90) return std::nullopt;
  return lacks_capability("wgmma", "9.0, the only one that has it", device);
}

Launch bind_wgmma(Device&, const dot::Problem& problem, const dot::Operands& operands) {
  return wgmma_type(problem.dtype)->bind(problem, operands);
}

}  // namespace

extern constinit const dot::Rung dot_wgmma{
    .name = "wgmma",
    .idea = "products of 64 x 256 tiles by four warps, from shared memory (wgmma)",
    .resource = wgmma_resource,
    .takes = wgmma_takes,
    .shape = wgmma_shape,
    .refuses = wgmma_refuses,
    .bind = bind_wgmma,
    .sums = dot::Sums::usual,
    .steps = steps,
    .unrolled = wgmma_group,
};

}  // namespace gpupeak::cuda
