// 14 rows x 2 vectors of C: 28 of the 32 registers, two more hold a row of b and one an element of a. 16 loads feed 28
// multiply-adds, so two load ports keep two arithmetic ports busy.
#include "kernels/host/isa.h"

#define GPUPEAK_TILE_TARGET GPUPEAK_TARGET("avx512f")
#include "kernels/host/gemm/tile_multiply.h"
#include "kernels/host/gemm/tiles.h"

namespace gpupeak::host {
namespace {
constexpr int bytes = vector_bytes(64), rows = 14;
}

constinit const Tile<float> tile_avx512_f32{"avx512", {"avx512f"}, rows, 2 * bytes / 4,
                                            512,      336,         4096, multiply_tile<float, bytes, rows>};
constinit const Tile<double> tile_avx512_f64{"avx512", {"avx512f"}, rows, 2 * bytes / 8,
                                             384,      168,         4096, multiply_tile<double, bytes, rows>};

}  // namespace gpupeak::host
