// Tiles of C in the matrix unit (AMX), for the rung that packs for them.
#pragma once

#include "core/small_float.h"
#include "kernels/matmul/host/tile.h"

namespace gpupeak::host {

extern const Tile<BFloat16, float> tile_amx_bf16;
extern const Tile<int8_t, int32_t> tile_amx_i8;

}  // namespace gpupeak::host
