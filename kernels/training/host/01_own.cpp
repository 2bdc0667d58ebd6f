// 01 · own. Products by packed panels and register tiles on all cores (bf16: tiles of AMX); convolutions by the
// implicit rung, as with three channels `im2col` takes three times as long forward and eight times by the filters; bias
// with ReLU in one walk over what was just written, all tensors updated in one launch. Limit: a product of a few
// hundred rows ends before its panels are packed to advantage.
#include "kernels/conv/conv.h"
#include "kernels/matmul/matmul.h"
#include "kernels/training/host/step_parts.h"
#include "kernels/training/training.h"

namespace gpupeak::host {

extern const matmul::Rung matmul_packed, matmul_amx;
extern const conv::Rung conv_implicit;

namespace {

training::Products products(const training::Problem& problem) {
  return {problem.dtype == DType::bf16 ? matmul_amx : matmul_packed, &conv_implicit};
}

std::optional<std::string> refuses(const DeviceInfo& device, const training::Problem& problem) {
  return training::refuses_step(products(problem), device, problem);
}

training::Launches bind(Device& device, const training::Problem& problem, const training::Operands& operands) {
  return training::bind_step(device, problem, operands, products(problem), step_parts);
}

}  // namespace

extern constinit const training::Rung training_own{
    .name = "own",
    .idea = "our packed products, vectorised rows and fused optimizer",
    .takes = optimizer::takes_f32_and_bf16,
    .refuses = refuses,
    .bind = bind,
};

}  // namespace gpupeak::host
