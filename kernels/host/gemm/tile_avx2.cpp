// 6 rows x 2 vectors of C: 12 of the 16 registers, two more hold a row of b and one or two an element of a.
#include "kernels/host/isa.h"

#define GPUPEAK_TILE_TARGET GPUPEAK_TARGET("avx2,fma")
#include "kernels/host/gemm/tile_multiply.h"
#include "kernels/host/gemm/tiles.h"

namespace gpupeak::host {
namespace {
constexpr int bytes = vector_bytes(32), rows = 6;
}

constinit const Tile<float> tile_avx2_f32{
    "avx2", {"avx2", "fma"}, rows, 2 * bytes / 4, 384, 144, 4096, multiply_tile<float, bytes, rows>};
constinit const Tile<double> tile_avx2_f64{
    "avx2", {"avx2", "fma"}, rows, 2 * bytes / 8, 256, 96, 2048, multiply_tile<double, bytes, rows>};

}  // namespace gpupeak::host
