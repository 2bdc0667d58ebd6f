// cuBLASLt, best · the fastest of 16 algorithms that the heuristic proposes, each tried on these operands: what a user
// gets who takes the trouble. A yardstick.
#include <limits>

#include "device/cuda/handles.h"
#include "device/cuda/launch.h"
#include "kernels/matmul/cuda/cublaslt_product.h"
#include "kernels/matmul/matmul.h"

namespace gpupeak::cuda {
namespace {

constexpr int tried = 16, rounds = 3;

// The shortest of a few runs; an algorithm that fails is none.
Seconds shortest(const CublasLtProduct& product, const cublasLtMatmulAlgo_t& algorithm, Queue& queue) {
  Event start, end;
  Seconds best(std::numeric_limits<double>::infinity());
  try {
    for (int round = 0; round < rounds; ++round) {
      start.record(stream_of(queue));
      product.run(algorithm, stream_of(queue));
      end.record(stream_of(queue));
      queue.wait();
      best = std::min(best, between(start, end));
    }
  } catch (const DeviceLost&) {
    throw;
  } catch (const std::runtime_error&) {
    return Seconds(std::numeric_limits<double>::infinity());
  }
  return best;
}

Launch bind_cublaslt_best(Device& device, const matmul::Problem& problem, const matmul::Operands& operands) {
  const auto product = std::make_shared<CublasLtProduct>(problem, operands, workspace_of(device.queue()));
  const std::vector<cublasLtMatmulAlgo_t> proposals = product->proposals(tried);
  cublasLtMatmulAlgo_t fastest = proposals.front();
  Seconds least(std::numeric_limits<double>::infinity());
  for (const cublasLtMatmulAlgo_t& algorithm : proposals) {
    const Seconds time = shortest(*product, algorithm, device.queue());
    if (time < least) least = time, fastest = algorithm;
  }
  return [product, fastest](Queue& queue) { product->run(fastest, stream_of(queue)); };
}

}  // namespace

extern constinit const matmul::Rung matmul_cublaslt_best{
    .name = "cublaslt_best",
    .idea = "cuBLASLt, the fastest of 16 algorithms that its heuristic proposes",
    .vendor = "cublaslt",
    .workspace = Bytes(workspace_bytes),
    .takes = matmul::takes_f32_and_f64,
    .refuses = refuses_without_cublaslt,
    .bind = bind_cublaslt_best,
};

}  // namespace gpupeak::cuda
