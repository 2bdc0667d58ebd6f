// 6 rows x 2 vectors of C: 12 of the 16 registers, two more hold a row of b and one or two an element of a.
#include "kernels/common/host/isa.h"

#define GPUPEAK_ISA_TARGET GPUPEAK_TARGET("avx2,fma")
#include "kernels/matmul/host/tile.h"
#include "kernels/matmul/host/tile_loops.h"

namespace gpupeak::host {
namespace {
constexpr int bytes = vector_bytes(32), rows = 6;
}

constinit const Tile<float> tile_avx2_f32{
    .name = "avx2",
    .needs = {"avx2", "fma"},
    .rows = rows,
    .columns = 2 * bytes / 4,
    .depth = 384,
    .block_rows = 144,
    .panel_columns = 4096,
    .multiply = multiply_tile<float, bytes, rows, false>,
    .multiply_prefetching = multiply_tile<float, bytes, rows, true>,
};
constinit const Tile<double> tile_avx2_f64{
    .name = "avx2",
    .needs = {"avx2", "fma"},
    .rows = rows,
    .columns = 2 * bytes / 8,
    .depth = 256,
    .block_rows = 96,
    .panel_columns = 2048,
    .multiply = multiply_tile<double, bytes, rows, false>,
    .multiply_prefetching = multiply_tile<double, bytes, rows, true>,
};

}  // namespace gpupeak::host
