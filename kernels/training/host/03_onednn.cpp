// oneDNN · the products of a step by its primitives on its own threads, the rest as in rung 01 on the calling
// thread. A yardstick, not ours.
#include "kernels/conv/conv.h"
#include "kernels/matmul/matmul.h"
#include "kernels/training/host/step_parts.h"
#include "kernels/training/training.h"

namespace gpupeak::host {

extern const matmul::Rung matmul_onednn;
extern const conv::Rung conv_onednn;

namespace {

std::optional<std::string> refuses(const DeviceInfo& device, const training::Problem& problem) {
  return training::refuses_step({matmul_onednn, &conv_onednn}, device, problem);
}

training::Launches bind(Device& device, const training::Problem& problem, const training::Operands& operands) {
  return training::bind_step(device, problem, operands, {matmul_onednn, &conv_onednn}, step_parts);
}

}  // namespace

extern constinit const training::Rung training_onednn{
    .name = "onednn",
    .idea = "products of oneDNN, the rest ours on one core",
    .vendor = "onednn",
    .takes = optimizer::takes_f32_and_bf16,
    .refuses = refuses,
    .bind = bind,
};

}  // namespace gpupeak::host
