// 6 rows x 2 vectors of C in the 16-byte registers that every 64-bit CPU has; on x86 multiply and add are apart.
#include "kernels/host/isa.h"

#define GPUPEAK_TILE_TARGET
#include "kernels/host/gemm/tile_multiply.h"
#include "kernels/host/gemm/tiles.h"

namespace gpupeak::host {
namespace {
constexpr int bytes = 16, rows = 6;
}

constinit const Tile<float> tile_vector128_f32{"vector128", {},  rows, 2 * bytes / 4,
                                               512,         144, 4096, multiply_tile<float, bytes, rows>};
constinit const Tile<double> tile_vector128_f64{"vector128", {}, rows, 2 * bytes / 8,
                                                512,         72, 2048, multiply_tile<double, bytes, rows>};

}  // namespace gpupeak::host
