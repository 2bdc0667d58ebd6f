// The tiles, one per file and type.
#pragma once

#include "kernels/matmul/host/tile.h"

namespace gpupeak::host {

extern const Tile<float> tile_avx512_f32, tile_avx2_f32, tile_vector128_f32;
extern const Tile<double> tile_avx512_f64, tile_avx2_f64, tile_vector128_f64;

}  // namespace gpupeak::host
