// cuBLAS · cublasGemmEx as it comes: the library chooses. A yardstick, not ours. Products are row-major: C = A B is
// asked for as its transpose, C' = B' A', which is the same bytes in the library's column-major order.
#include <cublas_v2.h>

#include "device/cuda/check_cublas.h"
#include "device/cuda/cuda_libraries.h"
#include "device/cuda/launch.h"
#include "kernels/matmul/cuda/column_major.h"
#include "kernels/matmul/matmul.h"

namespace gpupeak::cuda {
namespace {

// One per process: making one takes long, and it belongs to the device that is current.
cublasHandle_t cublas_handle() {
  static const cublasHandle_t made = [] {
    cublasHandle_t handle = nullptr;
    check(cublasCreate_v2(&handle));
    return handle;
  }();
  return made;
}

std::optional<std::string> cublas_refuses(const DeviceInfo& device, const matmul::Problem&) {
  if (const auto why = why_not(device, "cublas", cublas)) return "cuBLAS: " + *why;
  return std::nullopt;
}

template <class T>
Launch bind_as(Device& device, const matmul::Problem& problem, const matmul::Operands& operands) {
  const ColumnMajor shape = column_major(problem);
  void* const workspace = workspace_of(device.queue());
  const T alpha = static_cast<T>(matmul::row(problem.update).alpha),
          beta = static_cast<T>(matmul::row(problem.update).beta);
  const cudaDataType type = types_of<T>().first;
  const cublasComputeType_t compute = types_of<T>().second;
  return [=](Queue& queue) {
    check(cublasSetStream_v2(cublas_handle(), stream_of(queue)));
    check(cublasSetWorkspace_v2(cublas_handle(), workspace, workspace_bytes));
    if (problem.batch == 1)
      check(cublasGemmEx_64(cublas_handle(), shape.first.operation, shape.second.operation, shape.m, shape.n, shape.k,
                            &alpha, operands.b, type, shape.first.ld, operands.a, type, shape.second.ld, &beta,
                            operands.c, type, shape.m, compute, CUBLAS_GEMM_DEFAULT));
    else
      check(cublasGemmStridedBatchedEx_64(
          cublas_handle(), shape.first.operation, shape.second.operation, shape.m, shape.n, shape.k, &alpha, operands.b,
          type, shape.first.ld, shape.first.stride, operands.a, type, shape.second.ld, shape.second.stride, &beta,
          operands.c, type, shape.m, shape.m * shape.n, problem.batch, compute, CUBLAS_GEMM_DEFAULT));
  };
}

Launch bind_cublas(Device& device, const matmul::Problem& problem, const matmul::Operands& operands) {
  return problem.dtype == DType::f64 ? bind_as<double>(device, problem, operands)
                                     : bind_as<float>(device, problem, operands);
}

}  // namespace

extern constinit const matmul::Rung matmul_cublas{
    .name = "cublas",
    .idea = "cuBLAS, cublasGemmEx as it chooses",
    .vendor = "cublas",
    .workspace = Bytes(workspace_bytes),
    .takes = matmul::takes_f32_and_f64,
    .refuses = cublas_refuses,
    .bind = bind_cublas,
};

}  // namespace gpupeak::cuda
