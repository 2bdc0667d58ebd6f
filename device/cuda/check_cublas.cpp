#include "device/cuda/check_cublas.h"

#include <fmt/format.h>

#include <array>
#include <stdexcept>
#include <string_view>

namespace gpupeak::cuda {
namespace {

struct CheckCublasRow {
  cublasStatus_t status;
  const char* text;
};
// The library's own texts are not asked for, so that a failure needs no further call of it.
constexpr std::array rows{
    CheckCublasRow{CUBLAS_STATUS_NOT_INITIALIZED, "not initialised: no context, or no memory for the library's own"},
    CheckCublasRow{CUBLAS_STATUS_ALLOC_FAILED, "out of device memory inside the library"},
    CheckCublasRow{CUBLAS_STATUS_INVALID_VALUE, "an invalid value"},
    CheckCublasRow{CUBLAS_STATUS_ARCH_MISMATCH, "this GPU cannot do it"},
    CheckCublasRow{CUBLAS_STATUS_MAPPING_ERROR, "a mapping failed"},
    CheckCublasRow{CUBLAS_STATUS_EXECUTION_FAILED, "a kernel of the library failed"},
    CheckCublasRow{CUBLAS_STATUS_INTERNAL_ERROR, "an internal error of the library"},
    CheckCublasRow{CUBLAS_STATUS_NOT_SUPPORTED, "this combination is not supported"},
};

}  // namespace

void check(cublasStatus_t status, Place where) {
  if (status == CUBLAS_STATUS_SUCCESS) return;
  std::string_view text = "unknown";
  for (const CheckCublasRow& row : rows)
    if (row.status == status) text = row.text;
  const std::string_view path = where.file;
  throw std::runtime_error(fmt::format("cuBLAS: {} (status {}), at {}:{}", text, static_cast<int>(status),
                                       path.substr(path.rfind('/') + 1), where.line));
}

}  // namespace gpupeak::cuda
