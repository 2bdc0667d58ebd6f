// 6 pixels x 2 vectors of channels: 12 of the 16 registers hold sums, two a row of filters and one an element.
#include "kernels/common/host/isa.h"

#define GPUPEAK_TILE_TARGET GPUPEAK_TARGET("avx2,fma")
#include "kernels/conv/host/pixel_tile_loops.h"

namespace gpupeak::host {

constinit const PixelTile pixel_tile_avx2 =
    pixel_tile_of<vector_bytes(32)>("avx2", {"avx2", "fma"}, std::make_integer_sequence<int, 6>());

}  // namespace gpupeak::host
