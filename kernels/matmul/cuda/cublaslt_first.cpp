// cuBLASLt, first · the algorithm that the library's heuristic puts first, with a workspace of 32 MiB. A yardstick.
#include "device/cuda/cuda_device.h"
#include "kernels/matmul/cuda/light_product.h"
#include "kernels/matmul/cuda/rungs.h"

namespace gpupeak::cuda {
namespace {

Launch bind_cublaslt_first(Device&, const gemm::Problem& problem, const gemm::Operands& operands) {
  const auto product = std::make_shared<LightProduct>(problem, operands);
  const cublasLtMatmulAlgo_t algorithm = product->proposals(1).front();
  return [product, algorithm](Queue& queue) { product->run(algorithm, stream_of(queue)); };
}

}  // namespace

constinit const gemm::Rung gemm_cublaslt_first{
    .name = "cublaslt_first",
    .idea = "cuBLASLt, the first algorithm of its heuristic",
    .vendor = true,
    .takes = gemm::takes_f32_and_f64,
    .refuses = refuses_light,
    .bind = bind_cublaslt_first,
};

}  // namespace gpupeak::cuda
