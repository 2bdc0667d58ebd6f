// cuBLASLt, first · the algorithm that the library's heuristic puts first, with a workspace of 32 MiB. A yardstick.
#include "device/cuda/launch.h"
#include "kernels/matmul/cuda/cublaslt_product.h"
#include "kernels/matmul/matmul.h"

namespace gpupeak::cuda {
namespace {

Launch bind_cublaslt_first(Device& device, const matmul::Problem& problem, const matmul::Operands& operands) {
  const auto product = std::make_shared<CublasLtProduct>(problem, operands, workspace_of(device.queue()));
  const cublasLtMatmulAlgo_t algorithm = product->proposals(1).front();
  return [product, algorithm](Queue& queue) { product->run(algorithm, stream_of(queue)); };
}

}  // namespace

extern constinit const matmul::Rung matmul_cublaslt_first{
    .name = "cublaslt_first",
    .idea = "cuBLASLt, the first algorithm of its heuristic",
    .vendor = "cublaslt",
    .workspace = Bytes(workspace_bytes),
    .takes = matmul::takes_f32_and_f64,
    .refuses = refuses_without_cublaslt,
    .bind = bind_cublaslt_first,
};

}  // namespace gpupeak::cuda
