// 06 · packed, with C on its way. Rung 05, or 04 where registers are narrower, meets each tile of C cold when it adds
// to it; here the tile is fetched while its sums are formed. 1.03 x rung 05 in f32 and 1.05 x in f64 at 2048^3, nothing
// at 256^3, where C stays in the second-level cache. Fetching the packed panels ahead as well changed nothing (within
// 0.5
// %: the core does it by itself), so it is not done. One core. Limit: that core's multiply-add ports.
#include "kernels/matmul/host/packed.h"
#include "kernels/matmul/matmul.h"

namespace gpupeak::host {
namespace {

template <class T>
Launch bind_best(Device& device, const matmul::Problem& problem, const matmul::Operands& operands) {
  return bind_packed<T>(device, problem, operands, prefetching(best_tile<T>(device.info())), 1);
}

Launch bind(Device& device, const matmul::Problem& problem, const matmul::Operands& operands) {
  return problem.dtype == DType::f32 ? bind_best<float>(device, problem, operands)
                                     : bind_best<double>(device, problem, operands);
}

std::optional<std::string> refuses(const DeviceInfo&, const matmul::Problem&) { return std::nullopt; }

}  // namespace

extern constinit const matmul::Rung matmul_packed_prefetched{
    .name = "packed_prefetched",
    .idea = "the widest tile that runs here, C fetched while its sums are formed, on one core",
    .takes = matmul::takes_f32_and_f64,
    .refuses = refuses,
    .bind = bind,
};

}  // namespace gpupeak::host
