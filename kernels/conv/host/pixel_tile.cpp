#include "kernels/conv/host/pixel_tile.h"

#include <algorithm>

#include "kernels/common/host/isa.h"

#define GPUPEAK_LOOPS "kernels/conv/host/pixel_tile_loops.h"
#include "kernels/common/host/each_isa.h"

namespace gpupeak::host {
namespace {

// 2 vectors of channels for each pixel hold sums, two more a row of filters and one an element: of 16 registers with 6
// pixels, of the 32 of AVX-512 with 14.
using six = std::make_integer_sequence<int, 6>;
using fourteen = std::make_integer_sequence<int, 14>;
constexpr PixelTile tile_avx512 = avx512::pixel_tile_of("avx512", {"avx512f"}, fourteen());
constexpr PixelTile tile_avx2 = avx2::pixel_tile_of("avx2", {"avx2", "fma"}, six());
constexpr PixelTile tile_vector128 = vector128::pixel_tile_of("vector128", {}, six());

constexpr const PixelTile* tiles[] = {&tile_avx512, &tile_avx2, &tile_vector128};

}  // namespace

std::span<const PixelTile* const> pixel_tiles() { return tiles; }

const PixelTile& best_pixel_tile(const DeviceInfo& device) {
  return **std::ranges::find_if(tiles, [&](const PixelTile* tile) { return has_features(device, tile->needs); });
}

}  // namespace gpupeak::host
