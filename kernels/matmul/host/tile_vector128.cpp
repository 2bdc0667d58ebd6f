// 6 rows x 2 vectors of C in the 16-byte registers that every 64-bit CPU has; on x86 multiply and add are apart.
#include "kernels/common/host/isa.h"

#define GPUPEAK_ISA_TARGET
#include "kernels/matmul/host/tile.h"
#include "kernels/matmul/host/tile_loops.h"

namespace gpupeak::host {
namespace {
constexpr int bytes = 16, rows = 6;
}

constinit const Tile<float> tile_vector128_f32{
    .name = "vector128",
    .needs = {},
    .rows = rows,
    .columns = 2 * bytes / 4,
    .depth = 512,
    .block_rows = 144,
    .panel_columns = 4096,
    .multiply = multiply_tile<float, bytes, rows, false>,
    .multiply_prefetching = multiply_tile<float, bytes, rows, true>,
};
constinit const Tile<double> tile_vector128_f64{
    .name = "vector128",
    .needs = {},
    .rows = rows,
    .columns = 2 * bytes / 8,
    .depth = 512,
    .block_rows = 72,
    .panel_columns = 2048,
    .multiply = multiply_tile<double, bytes, rows, false>,
    .multiply_prefetching = multiply_tile<double, bytes, rows, true>,
};

}  // namespace gpupeak::host
