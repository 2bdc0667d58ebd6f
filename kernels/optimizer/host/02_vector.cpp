// 02 · vector. Rung 01 takes an instruction for each parameter, square root and division included; here one serves a
// whole vector of the widest the CPU has. Limit: memory for large tensors; every tensor still starts all threads and
// waits for them.
#include "kernels/optimizer/host/updates.h"
#include "kernels/optimizer/optimizer.h"

namespace gpupeak::host {
namespace {

std::optional<std::string> refuses(const DeviceInfo&, const optimizer::Problem&) { return std::nullopt; }

Launch bind(Device& device, const optimizer::Problem& problem, const optimizer::Operands& operands) {
  const Update update = widest_update(device.info(), problem);
  return [problem, operands, update, units = device.info().units](Queue& queue) {
    const optimizer::Scalars scalars = optimizer::scalars(problem, *operands.steps);
    for (const Part& tensor : problem.tensors) update_part(queue, problem, operands, tensor, units, update, scalars);
    ++*operands.steps;
  };
}

}  // namespace

extern constinit const optimizer::Rung optimizer_vector{
    .name = "vector",
    .idea = "tensor by tensor, the widest vectors",
    .takes = optimizer::takes_f32_and_bf16,
    .refuses = refuses,
    .bind = bind,
};

}  // namespace gpupeak::host
