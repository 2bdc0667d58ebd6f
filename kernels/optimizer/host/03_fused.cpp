// 03 · fused. Rung 02 starts and joins all threads once per tensor; tensors lie one after the other in their arenas, so
// one launch walks all of them as if they were one (multi-tensor). Limit: memory, which is read and written once.
#include "kernels/optimizer/host/updates.h"
#include "kernels/optimizer/optimizer.h"

namespace gpupeak::host {
namespace {

std::optional<std::string> refuses(const DeviceInfo&, const optimizer::Problem&) { return std::nullopt; }

Launch bind(Device& device, const optimizer::Problem& problem, const optimizer::Operands& operands) {
  const Update update = widest_update(device.info(), problem);
  const Part arena{0, count(problem)};
  return [problem, operands, update, arena, units = device.info().units](Queue& queue) {
    update_part(queue, problem, operands, arena, units, update, optimizer::scalars(problem, *operands.steps));
    ++*operands.steps;
  };
}

}  // namespace

extern constinit const optimizer::Rung optimizer_fused{
    .name = "fused",
    .idea = "all tensors in one launch over flat arenas",
    .takes = optimizer::takes_f32_and_bf16,
    .refuses = refuses,
    .bind = bind,
};

}  // namespace gpupeak::host
