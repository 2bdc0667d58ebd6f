// OpenBLAS · the products of a step by cblas_sgemm on its own threads, the rest as in rung 01 on the calling thread. It
// has no convolutions. A yardstick, not ours.
#include "kernels/matmul/matmul.h"
#include "kernels/training/host/step_parts.h"
#include "kernels/training/training.h"

namespace gpupeak::host {

extern const matmul::Rung matmul_openblas;

namespace {

bool takes(DType dtype) { return dtype == DType::f32; }

std::optional<std::string> refuses(const DeviceInfo& device, const training::Problem& problem) {
  return training::refuses_step({matmul_openblas}, device, problem);
}

training::Launches bind(Device& device, const training::Problem& problem, const training::Operands& operands) {
  return training::bind_step(device, problem, operands, {matmul_openblas}, step_parts);
}

}  // namespace

extern constinit const training::Rung training_openblas{
    .name = "openblas",
    .idea = "products of OpenBLAS, the rest ours on one core",
    .vendor = "openblas",
    .takes = takes,
    .refuses = refuses,
    .bind = bind,
};

}  // namespace gpupeak::host
