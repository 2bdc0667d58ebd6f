// 14 pixels x 2 vectors of channels: 28 of the 32 registers hold sums, two a row of filters and one an element.
#include "kernels/common/host/isa.h"

#define GPUPEAK_TILE_TARGET GPUPEAK_TARGET("avx512f")
#include "kernels/conv/host/pixel_tile_loops.h"

namespace gpupeak::host {

constinit const PixelTile pixel_tile_avx512 =
    pixel_tile_of<vector_bytes(64)>("avx512", {"avx512f"}, std::make_integer_sequence<int, 14>());

}  // namespace gpupeak::host
