// OpenBLAS · cblas_sgemm and cblas_dgemm, the usual library of free software. A yardstick, not ours.
// Runs on its own threads, as many as this process has cores, with the whole affinity mask.
#include "device/host/openblas.h"

#include <fmt/format.h>

#include <limits>

#include "device/host/vendor_library.h"
#include "kernels/host/gemm/rungs.h"

namespace gpupeak::host {
namespace {

std::optional<std::string> refuses(const DeviceInfo& device, const gemm::Problem& problem) {
  if (!openblas().handle) return "OpenBLAS: " + openblas().info.note;
  if (device.units > 1 && openblas_get_parallel() == 0)
    return fmt::format("OpenBLAS: {} is a build for one thread; apt install libopenblas0-pthread",
                       openblas().info.path);
  constexpr int64_t most = std::numeric_limits<int>::max();
  if (problem.m > most || problem.n > most || problem.k > most)
    return fmt::format("OpenBLAS with 32-bit sizes takes at most {} rows or columns", most);
  return std::nullopt;
}

Launch bind(Device& device, const gemm::Problem& problem, const gemm::Operands& operands) {
  openblas_set_num_threads(device.info().units);
  const int m = static_cast<int>(problem.m), n = static_cast<int>(problem.n), k = static_cast<int>(problem.k);
  if (problem.dtype == DType::f32) {
    return [=](Queue&) {
      cblas_sgemm(blas_row_major, blas_no_transpose, blas_no_transpose, m, n, k, 1,
                  static_cast<const float*>(operands.a), k, static_cast<const float*>(operands.b), n, 0,
                  static_cast<float*>(operands.c), n);
    };
  }
  return [=](Queue&) {
    cblas_dgemm(blas_row_major, blas_no_transpose, blas_no_transpose, m, n, k, 1,
                static_cast<const double*>(operands.a), k, static_cast<const double*>(operands.b), n, 0,
                static_cast<double*>(operands.c), n);
  };
}

}  // namespace

constinit const gemm::Rung gemm_openblas{
    .name = "openblas",
    .idea = "OpenBLAS, cblas_sgemm and cblas_dgemm",
    .vendor = true,
    .refuses = refuses,
    .bind = bind,
};

}  // namespace gpupeak::host
