// 14 rows x 2 vectors of C: 28 of the 32 registers, two more hold a row of b and one an element of a. 16 loads feed 28
// multiply-adds, so two load ports keep two arithmetic ports busy.
#include "kernels/common/host/isa.h"

#define GPUPEAK_ISA_TARGET GPUPEAK_TARGET("avx512f")
#include "kernels/matmul/host/tile.h"
#include "kernels/matmul/host/tile_loops.h"

namespace gpupeak::host {
namespace {
constexpr int bytes = vector_bytes(64), rows = 14;
}

constinit const Tile<float> tile_avx512_f32{
    .name = "avx512",
    .needs = {"avx512f"},
    .rows = rows,
    .columns = 2 * bytes / 4,
    .depth = 512,
    .block_rows = 336,
    .panel_columns = 4096,
    .multiply = multiply_tile<float, bytes, rows, false>,
    .multiply_prefetching = multiply_tile<float, bytes, rows, true>,
};
constinit const Tile<double> tile_avx512_f64{
    .name = "avx512",
    .needs = {"avx512f"},
    .rows = rows,
    .columns = 2 * bytes / 8,
    .depth = 384,
    .block_rows = 168,
    .panel_columns = 4096,
    .multiply = multiply_tile<double, bytes, rows, false>,
    .multiply_prefetching = multiply_tile<double, bytes, rows, true>,
};

}  // namespace gpupeak::host
