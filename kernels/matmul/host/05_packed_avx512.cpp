// 05 · packed, 64-byte registers. Rung 04 with twice the width and twice the registers: a tile of 14 rows x 2 vectors
// uses each element of b 14 times, not 6. One core. Limit: that core's multiply-add ports; the others are idle.
#include "kernels/matmul/host/packed.h"
#include "kernels/matmul/host/tile.h"
#include "kernels/matmul/matmul.h"

namespace gpupeak::host {
namespace {

Launch bind(Device& device, const matmul::Problem& problem, const matmul::Operands& operands) {
  return problem.dtype == DType::f32 ? bind_packed<float>(device, problem, operands, tile_avx512_f32, 1)
                                     : bind_packed<double>(device, problem, operands, tile_avx512_f64, 1);
}

std::optional<std::string> refuses(const DeviceInfo& device, const matmul::Problem&) {
  for (const char* feature : {"avx512f"})
    if (auto reason = refuses_without(device, feature)) return reason;
  return std::nullopt;
}

}  // namespace

extern constinit const matmul::Rung matmul_packed_avx512{
    .name = "packed_avx512",
    .idea = "panels packed for tiles of 64-byte registers, on one core",
    .takes = matmul::takes_f32_and_f64,
    .refuses = refuses,
    .bind = bind,
};

}  // namespace gpupeak::host
