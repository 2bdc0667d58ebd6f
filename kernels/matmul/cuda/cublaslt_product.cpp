#include "kernels/matmul/cuda/cublaslt_product.h"

#include <stdexcept>

#include "device/cuda/check_cublas.h"
#include "device/cuda/cuda_libraries.h"
#include "kernels/matmul/cuda/column_major.h"

namespace gpupeak::cuda {
namespace {

cublasLtHandle_t cublaslt_handle() {
  static const cublasLtHandle_t made = [] {
    cublasLtHandle_t handle = nullptr;
    check(cublasLtCreate(&handle));
    return handle;
  }();
  return made;
}

cublasLtMatrixLayout_t layout_of(cudaDataType type, int64_t rows, int64_t columns, int64_t ld, int64_t batch,
                                 int64_t stride) {
  cublasLtMatrixLayout_t layout = nullptr;
  check(cublasLtMatrixLayoutCreate(&layout, type, static_cast<uint64_t>(rows), static_cast<uint64_t>(columns), ld));
  const auto count = static_cast<int32_t>(batch);
  check(cublasLtMatrixLayoutSetAttribute(layout, CUBLASLT_MATRIX_LAYOUT_BATCH_COUNT, &count, sizeof count));
  check(cublasLtMatrixLayoutSetAttribute(layout, CUBLASLT_MATRIX_LAYOUT_STRIDED_BATCH_OFFSET, &stride, sizeof stride));
  return layout;
}

// What the library is to look for among its algorithms.
class Preference {
 public:
  Preference() {
    check(cublasLtMatmulPreferenceCreate(&preference_));
    check(cublasLtMatmulPreferenceSetAttribute(preference_, CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, &workspace_bytes,
                                               sizeof workspace_bytes));
  }
  ~Preference() { cublasLtMatmulPreferenceDestroy(preference_); }
  Preference(const Preference&) = delete;
  Preference& operator=(const Preference&) = delete;
  cublasLtMatmulPreference_t get() const { return preference_; }

 private:
  cublasLtMatmulPreference_t preference_ = nullptr;
};

}  // namespace

CublasLtProduct::CublasLtProduct(const matmul::Problem& problem, const matmul::Operands& operands, void* workspace)
    : problem_(problem), operands_(operands), workspace_(workspace) {
  const ColumnMajor shape = column_major(problem);
  const auto [type, compute] = problem.dtype == DType::f64 ? types_of<double>() : types_of<float>();
  check(cublasLtMatmulDescCreate(&operation_, compute, type));
  check(cublasLtMatmulDescSetAttribute(operation_, CUBLASLT_MATMUL_DESC_TRANSA, &shape.first.operation,
                                       sizeof shape.first.operation));
  check(cublasLtMatmulDescSetAttribute(operation_, CUBLASLT_MATMUL_DESC_TRANSB, &shape.second.operation,
                                       sizeof shape.second.operation));
  first_ = layout_of(type, shape.first.rows, shape.first.columns, shape.first.ld, problem.batch, shape.first.stride);
  second_ =
      layout_of(type, shape.second.rows, shape.second.columns, shape.second.ld, problem.batch, shape.second.stride);
  result_ = layout_of(type, shape.m, shape.n, shape.m, problem.batch, shape.m * shape.n);
}

CublasLtProduct::~CublasLtProduct() {
  for (const cublasLtMatrixLayout_t layout : {first_, second_, result_})
    if (layout) cublasLtMatrixLayoutDestroy(layout);
  if (operation_) cublasLtMatmulDescDestroy(operation_);
}

std::vector<cublasLtMatmulAlgo_t> CublasLtProduct::proposals(int most) const {
  const Preference preference;
  std::vector<cublasLtMatmulHeuristicResult_t> results(static_cast<size_t>(most));
  int found = 0;
  check(cublasLtMatmulAlgoGetHeuristic(cublaslt_handle(), operation_, first_, second_, result_, result_,
                                       preference.get(), most, results.data(), &found));
  std::vector<cublasLtMatmulAlgo_t> algorithms;
  for (int i = 0; i < found; ++i)
    if (results[static_cast<size_t>(i)].state == CUBLAS_STATUS_SUCCESS)
      algorithms.push_back(results[static_cast<size_t>(i)].algo);
  if (algorithms.empty()) throw std::runtime_error("cuBLASLt knows no algorithm for this product");
  return algorithms;
}

void CublasLtProduct::run(const cublasLtMatmulAlgo_t& algorithm, cudaStream_t stream) const {
  const matmul::UpdateRow& update = matmul::row(problem_.update);
  const double alpha = update.alpha, beta = update.beta;
  const auto alpha_f32 = static_cast<float>(alpha), beta_f32 = static_cast<float>(beta);
  const bool wide = problem_.dtype == DType::f64;
  const void* scale_product = wide ? static_cast<const void*>(&alpha) : &alpha_f32;
  const void* scale_result = wide ? static_cast<const void*>(&beta) : &beta_f32;
  check(cublasLtMatmul(cublaslt_handle(), operation_, scale_product, operands_.b, first_, operands_.a, second_,
                       scale_result, operands_.c, result_, operands_.c, result_, &algorithm, workspace_,
                       workspace_bytes, stream));
}

std::optional<std::string> refuses_without_cublaslt(const DeviceInfo& device, const matmul::Problem&) {
  if (const auto why = why_not(device, "cublaslt", cublaslt)) return "cuBLASLt: " + *why;
  return std::nullopt;
}

}  // namespace gpupeak::cuda
