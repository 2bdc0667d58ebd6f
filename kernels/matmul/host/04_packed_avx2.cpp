// 04 · packed, 32-byte registers. Rung 03 loads and stores C for every fourth multiply-add; here a tile of 6 rows x 2
// vectors of C stays in registers for a whole slice of k, and what it reads of A and B was packed before, so that it
// streams. One core. Limit: 16 registers of half the width that newer CPUs have.
#include "kernels/matmul/host/packed.h"
#include "kernels/matmul/host/tile.h"
#include "kernels/matmul/matmul.h"

namespace gpupeak::host {
namespace {

Launch bind(Device& device, const matmul::Problem& problem, const matmul::Operands& operands) {
  return problem.dtype == DType::f32 ? bind_packed<float>(device, problem, operands, tile_avx2_f32, 1)
                                     : bind_packed<double>(device, problem, operands, tile_avx2_f64, 1);
}

std::optional<std::string> refuses(const DeviceInfo& device, const matmul::Problem&) {
  for (const char* feature : {"fma", "avx2"})
    if (auto reason = refuses_without(device, feature)) return reason;
  return std::nullopt;
}

}  // namespace

extern constinit const matmul::Rung matmul_packed_avx2{
    .name = "packed_avx2",
    .idea = "panels packed for tiles of 32-byte registers, on one core",
    .takes = matmul::takes_f32_and_f64,
    .refuses = refuses,
    .bind = bind,
};

}  // namespace gpupeak::host
