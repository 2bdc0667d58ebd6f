// One product as cuBLASLt is asked for it: its descriptors, and the algorithms that its heuristic proposes.
#pragma once

#include <cublasLt.h>

#include <memory>
#include <vector>

#include "device/cuda/launch.h"
#include "kernels/matmul/matmul.h"

namespace gpupeak::cuda {

class CublasLtProduct {
 public:
  // `workspace` has workspace_bytes, for all products: without one the library leaves out algorithms that split k.
  CublasLtProduct(const matmul::Problem&, const matmul::Operands&, void* workspace);
  ~CublasLtProduct();
  CublasLtProduct(const CublasLtProduct&) = delete;
  CublasLtProduct& operator=(const CublasLtProduct&) = delete;

  // The best by the library's own estimate first; at most `most`. Throws when there is none.
  std::vector<cublasLtMatmulAlgo_t> proposals(int most) const;
  void run(const cublasLtMatmulAlgo_t&, cudaStream_t) const;

 private:
  matmul::Problem problem_;
  matmul::Operands operands_;
  void* workspace_;
  cublasLtMatmulDesc_t operation_ = nullptr;
  cublasLtMatrixLayout_t first_ = nullptr, second_ = nullptr, result_ = nullptr;
};

// Why cuBLASLt cannot form it.
std::optional<std::string> refuses_without_cublaslt(const DeviceInfo&, const matmul::Problem&);

}  // namespace gpupeak::cuda
