// cuBLAS's and cuBLASLt's own symbols, each forwarding to the library opened at first use: code that calls them reads
// like NVIDIA's documentation, and the binary starts without them.
#include <cublasLt.h>
#include <cublas_v2.h>

#include <type_traits>

#include "device/cuda/cuda_libraries.h"
#include "device/vendor_library.h"

namespace {

// Each stub is its own instance, so each looks its vendor's function up once.
template <auto stub, class... Arguments>
cublasStatus_t forward(const gpupeak::Opened& library, const char* name, Arguments... arguments) {
  static auto* const vendor = gpupeak::vendor_symbol<std::remove_pointer_t<decltype(stub)>>(library, name);
  return vendor(arguments...);
}

template <auto stub, class... Arguments>
cublasStatus_t blas(const char* name, Arguments... arguments) {
  return forward<stub>(gpupeak::cuda::cublas(), name, arguments...);
}

template <auto stub, class... Arguments>
cublasStatus_t cublaslt(const char* name, Arguments... arguments) {
  return forward<stub>(gpupeak::cuda::cublaslt(), name, arguments...);
}

}  // namespace

#pragma GCC visibility push(hidden)  // so that the library itself, once opened, never resolves its own calls to these
extern "C" {

cublasStatus_t cublasCreate_v2(cublasHandle_t* handle) { return blas<cublasCreate_v2>("cublasCreate_v2", handle); }
cublasStatus_t cublasSetStream_v2(cublasHandle_t handle, cudaStream_t stream) {
  return blas<cublasSetStream_v2>("cublasSetStream_v2", handle, stream);
}
cublasStatus_t cublasSetWorkspace_v2(cublasHandle_t handle, void* workspace, size_t bytes) {
  return blas<cublasSetWorkspace_v2>("cublasSetWorkspace_v2", handle, workspace, bytes);
}
cublasStatus_t cublasGemmStridedBatchedEx_64(cublasHandle_t handle, cublasOperation_t transa, cublasOperation_t transb,
                                             int64_t m, int64_t n, int64_t k, const void* alpha, const void* a,
                                             cudaDataType a_type, int64_t lda, long long stride_a, const void* b,
                                             cudaDataType b_type, int64_t ldb, long long stride_b, const void* beta,
                                             void* c, cudaDataType c_type, int64_t ldc, long long stride_c,
                                             int64_t batch, cublasComputeType_t compute, cublasGemmAlgo_t algorithm) {
  return blas<cublasGemmStridedBatchedEx_64>("cublasGemmStridedBatchedEx_64", handle, transa, transb, m, n, k, alpha, a,
                                             a_type, lda, stride_a, b, b_type, ldb, stride_b, beta, c, c_type, ldc,
                                             stride_c, batch, compute, algorithm);
}
cublasStatus_t cublasGemmEx_64(cublasHandle_t handle, cublasOperation_t transa, cublasOperation_t transb, int64_t m,
                               int64_t n, int64_t k, const void* alpha, const void* a, cudaDataType a_type, int64_t lda,
                               const void* b, cudaDataType b_type, int64_t ldb, const void* beta, void* c,
                               cudaDataType c_type, int64_t ldc, cublasComputeType_t compute,
                               cublasGemmAlgo_t algorithm) {
  return blas<cublasGemmEx_64>("cublasGemmEx_64", handle, transa, transb, m, n, k, alpha, a, a_type, lda, b, b_type,
                               ldb, beta, c, c_type, ldc, compute, algorithm);
}

cublasStatus_t cublasLtCreate(cublasLtHandle_t* handle) { return cublaslt<cublasLtCreate>("cublasLtCreate", handle); }
cublasStatus_t cublasLtMatmulDescCreate(cublasLtMatmulDesc_t* descriptor, cublasComputeType_t compute,
                                        cudaDataType_t scale) {
  return cublaslt<cublasLtMatmulDescCreate>("cublasLtMatmulDescCreate", descriptor, compute, scale);
}
cublasStatus_t cublasLtMatmulDescDestroy(cublasLtMatmulDesc_t descriptor) {
  return cublaslt<cublasLtMatmulDescDestroy>("cublasLtMatmulDescDestroy", descriptor);
}
cublasStatus_t cublasLtMatmulDescSetAttribute(cublasLtMatmulDesc_t descriptor, cublasLtMatmulDescAttributes_t attribute,
                                              const void* value, size_t bytes) {
  return cublaslt<cublasLtMatmulDescSetAttribute>("cublasLtMatmulDescSetAttribute", descriptor, attribute, value,
                                                  bytes);
}
cublasStatus_t cublasLtMatrixLayoutCreate(cublasLtMatrixLayout_t* layout, cudaDataType type, uint64_t rows,
                                          uint64_t columns, int64_t ld) {
  return cublaslt<cublasLtMatrixLayoutCreate>("cublasLtMatrixLayoutCreate", layout, type, rows, columns, ld);
}
cublasStatus_t cublasLtMatrixLayoutDestroy(cublasLtMatrixLayout_t layout) {
  return cublaslt<cublasLtMatrixLayoutDestroy>("cublasLtMatrixLayoutDestroy", layout);
}
cublasStatus_t cublasLtMatrixLayoutSetAttribute(cublasLtMatrixLayout_t layout,
                                                cublasLtMatrixLayoutAttribute_t attribute, const void* value,
                                                size_t bytes) {
  return cublaslt<cublasLtMatrixLayoutSetAttribute>("cublasLtMatrixLayoutSetAttribute", layout, attribute, value,
                                                    bytes);
}
cublasStatus_t cublasLtMatmulPreferenceCreate(cublasLtMatmulPreference_t* preference) {
  return cublaslt<cublasLtMatmulPreferenceCreate>("cublasLtMatmulPreferenceCreate", preference);
}
cublasStatus_t cublasLtMatmulPreferenceDestroy(cublasLtMatmulPreference_t preference) {
  return cublaslt<cublasLtMatmulPreferenceDestroy>("cublasLtMatmulPreferenceDestroy", preference);
}
cublasStatus_t cublasLtMatmulPreferenceSetAttribute(cublasLtMatmulPreference_t preference,
                                                    cublasLtMatmulPreferenceAttributes_t attribute, const void* value,
                                                    size_t bytes) {
  return cublaslt<cublasLtMatmulPreferenceSetAttribute>("cublasLtMatmulPreferenceSetAttribute", preference, attribute,
                                                        value, bytes);
}
cublasStatus_t cublasLtMatmulAlgoGetHeuristic(cublasLtHandle_t handle, cublasLtMatmulDesc_t operation,
                                              cublasLtMatrixLayout_t a, cublasLtMatrixLayout_t b,
                                              cublasLtMatrixLayout_t c, cublasLtMatrixLayout_t d,
                                              cublasLtMatmulPreference_t preference, int wanted,
                                              cublasLtMatmulHeuristicResult_t results[], int* found) {
  return cublaslt<cublasLtMatmulAlgoGetHeuristic>("cublasLtMatmulAlgoGetHeuristic", handle, operation, a, b, c, d,
                                                  preference, wanted, results, found);
}
cublasStatus_t cublasLtMatmul(cublasLtHandle_t handle, cublasLtMatmulDesc_t operation, const void* alpha, const void* a,
                              cublasLtMatrixLayout_t a_layout, const void* b, cublasLtMatrixLayout_t b_layout,
                              const void* beta, const void* c, cublasLtMatrixLayout_t c_layout, void* d,
                              cublasLtMatrixLayout_t d_layout, const cublasLtMatmulAlgo_t* algorithm, void* workspace,
                              size_t bytes, cudaStream_t stream) {
  return cublaslt<cublasLtMatmul>("cublasLtMatmul", handle, operation, alpha, a, a_layout, b, b_layout, beta, c,
                                  c_layout, d, d_layout, algorithm, workspace, bytes, stream);
}

}  // extern "C"
#pragma GCC visibility pop
