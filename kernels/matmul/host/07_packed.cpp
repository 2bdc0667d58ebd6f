// 07 · packed, on all cores. Rung 06 with C shared among the cores as a grid of rectangles; a slice of B is packed by
// all together. Limit: the multiply-add ports; what is left is packing, the
// tiles' way to and from C, and rows that fill no whole tile.
#include "kernels/matmul/host/packed.h"
#include "kernels/matmul/host/single_row.h"
#include "kernels/matmul/matmul.h"

namespace gpupeak::host {
namespace {

template <class T>
Launch bind_best(Device& device, const matmul::Problem& problem, const matmul::Operands& operands) {
  if (is_single_row(problem)) return bind_single_row<T>(device, problem, operands);
  return bind_packed<T>(device, problem, operands, prefetching(best_tile<T>(device.info())),
                        useful_workers(problem, device.info()));
}

Launch bind(Device& device, const matmul::Problem& problem, const matmul::Operands& operands) {
  return problem.dtype == DType::f32 ? bind_best<float>(device, problem, operands)
                                     : bind_best<double>(device, problem, operands);
}

std::optional<std::string> refuses(const DeviceInfo&, const matmul::Problem&) { return std::nullopt; }

}  // namespace

extern constinit const matmul::Rung matmul_packed{
    .name = "packed",
    .idea = "panels packed for register tiles, on all cores",
    .takes = matmul::takes_f32_and_f64,
    .refuses = refuses,
    .bind = bind,
};

}  // namespace gpupeak::host
