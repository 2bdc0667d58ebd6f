// 6 pixels x 2 vectors of channels: 12 of 16 registers hold sums; no instruction that not every CPU has.
#include "kernels/common/host/isa.h"

#define GPUPEAK_TILE_TARGET
#include "kernels/conv/host/pixel_tile_loops.h"

namespace gpupeak::host {

constinit const PixelTile pixel_tile_vector128 =
    pixel_tile_of<vector_bytes(16)>("vector128", {}, std::make_integer_sequence<int, 6>());

}  // namespace gpupeak::host
