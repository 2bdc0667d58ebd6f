// 08 · amx. The road of rung 07 for elements of 1 or 2 bytes: A and B are packed as the matrix unit reads them, 64
// bytes of depth at a time, and tiles of 32 x 32 sums stay in it for a slice of k. All cores. 1.10 x oneDNN in bf16
// and 1.00 x in int8 at 2048^3 (Sapphire Rapids), a third of the ceiling. Limit, not profiled yet: packing, and the
// tiles' way to and from C.
#include "device/host/tiles.h"
#include "kernels/matmul/host/packed.h"
#include "kernels/matmul/host/tile.h"
#include "kernels/matmul/matmul.h"

namespace gpupeak::host {
namespace {

Launch bind(Device& device, const matmul::Problem& problem, const matmul::Operands& operands) {
  const int workers = useful_workers(problem, device.info());
  return problem.dtype == DType::bf16 ? bind_packed<BFloat16, float>(device, problem, operands, tile_amx_bf16, workers)
                                      : bind_packed<int8_t, int32_t>(device, problem, operands, tile_amx_i8, workers);
}

std::optional<std::string> refuses(const DeviceInfo& device, const matmul::Problem& problem) {
  if (auto reason = refuses_without(device, problem.dtype == DType::bf16 ? "amx_bf16" : "amx_int8")) return reason;
  return why_no_tiles();
}

}  // namespace

extern constinit const matmul::Rung matmul_amx{
    .name = "amx",
    .idea = "panels packed for the matrix unit's tiles, on all cores (AMX)",
    .takes = matmul::takes_bf16_and_i8,
    .refuses = refuses,
    .bind = bind,
};

}  // namespace gpupeak::host
