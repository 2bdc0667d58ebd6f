// The emulator's warpgroup, by a tile product in the plainest words; and slabs laid out wrongly, which must show.
#include "device/cuda/warpgroup_code.cuh"

#include <cstdint>
#include <vector>

#include "device/cuda/launch.h"
#include "tests/kernels/common/cuda/on_double.h"
#include "tests/kernels/common/cuda/on_gpu.h"

namespace gpupeak::cuda {
namespace {

constexpr int depth = 32;

// As PTX ISA's "Register Fragments" of wgmma say: d[0], d[1] of row 16 warp + group, d[2], d[3] of 8 rows below, from
// d[4] on the same 8 columns on.
template <bool halves_swapped>
void multiply(const int8_t* a, const int8_t* b, int32_t* c) {
  auto* slabs = dynamic_shared<int8_t>();
  for (int i = static_cast<int>(threadIdx.x); i < warpgroup_rows * depth; i += warpgroup_threads)
    slabs[slab_at(i / depth, halves_swapped ? i % depth ^ 16 : i % depth)] = a[i];
  for (int i = static_cast<int>(threadIdx.x); i < warpgroup_columns * depth; i += warpgroup_threads)
    slabs[warpgroup_rows * depth + slab_at(i / depth, i % depth)] = b[i];
  publish_slabs();
  __syncthreads();
  int2 sums[64];
  for (auto& pair : sums) pair = {5, 5};
  begin_products();
  warpgroup_multiply_add(I8Tile{}, sums, describe_slab(slabs), describe_slab(slabs + warpgroup_rows * depth));
  end_products();
  await_products();
  const int warp = static_cast<int>(threadIdx.x) / 32, group = static_cast<int>(threadIdx.x) % 32 / 4;
  for (int i = 0; i < 128; ++i) {
    const int row = 16 * warp + group + (i & 2 ? 8 : 0);
    const int column = i / 4 * 8 + static_cast<int>(threadIdx.x) % 4 * 2 + (i & 1);
    c[row * warpgroup_columns + column] = i % 2 == 0 ? sums[i / 2].x : sums[i / 2].y;
  }
}

class WarpgroupCode : public OnDouble {
 protected:
  // Whether the product of two made-up tiles came out right in every order of the threads.
  bool right(void (*kernel)(const int8_t*, const int8_t*, int32_t*)) {
    std::vector<int8_t> a(warpgroup_rows * depth), b(warpgroup_columns * depth);
    for (size_t i = 0; i < a.size(); ++i) a[i] = static_cast<int8_t>(i * 7 % 23);
    for (size_t i = 0; i < b.size(); ++i) b[i] = static_cast<int8_t>(static_cast<int>(i * 5 % 29) - 14);
    for (uint64_t order = 0; order < orders; ++order) {
      std::vector<int32_t> c(warpgroup_rows * warpgroup_columns, -1);
      cuda_double::seed_orders(order);
      launch(gpu().queue(), {.blocks = 1, .threads = warpgroup_threads, .shared_bytes = a.size() + b.size()}, kernel,
             a.data(), b.data(), c.data());
      for (size_t at = 0; at < c.size(); ++at) {
        int32_t expected = 5;
        for (size_t k = 0; k < depth; ++k)
          expected += int32_t{a[at / warpgroup_columns * depth + k]} * int32_t{b[at % warpgroup_columns * depth + k]};
        if (c[at] != expected) return false;
      }
    }
    return true;
  }
};

TEST_F(WarpgroupCode, MultipliesSlabsThatLieAsTheDescriptorSays) { EXPECT_TRUE(right(multiply<false>)); }

TEST_F(WarpgroupCode, HalvesOfARowInTheWrongOrderShow) { EXPECT_FALSE(right(multiply<true>)); }

}  // namespace
}  // namespace gpupeak::cuda
