// OpenBLAS · cblas_sgemm and cblas_dgemm, the usual library of free software. A yardstick, not ours.
// Runs on its own threads, as many as this process has cores, with the whole affinity mask.
#include "device/host/openblas.h"

#include <fmt/format.h>

#include <limits>

#include "device/host/host_libraries.h"
#include "kernels/matmul/matmul.h"

namespace gpupeak::host {
namespace {

std::optional<std::string> refuses(const DeviceInfo& device, const matmul::Problem& problem) {
  if (const auto why = why_not(device, "openblas", openblas)) return "OpenBLAS: " + *why;
  constexpr int64_t most = std::numeric_limits<int>::max();
  if (problem.m > most || problem.n > most || problem.k > most)
    return fmt::format("OpenBLAS with 32-bit sizes takes at most {} rows or columns", most);
  return std::nullopt;
}

// The products of a batch one after the other.
template <class T, class Multiply>
Launch bind_as(const matmul::Problem& problem, const matmul::Operands& operands, Multiply multiply) {
  const int m = static_cast<int>(problem.m), n = static_cast<int>(problem.n), k = static_cast<int>(problem.k);
  const matmul::LayoutRow layout = matmul::row(problem.layout);
  const matmul::UpdateRow update = matmul::row(problem.update);
  return [=](Queue&) {
    for (int64_t item = 0; item < problem.batch; ++item)
      multiply(blas_row_major, layout.a_transposed ? blas_transpose : blas_no_transpose,
               layout.b_transposed ? blas_transpose : blas_no_transpose, m, n, k, static_cast<T>(update.alpha),
               static_cast<const T*>(operands.a) + item * problem.m * problem.k, layout.a_transposed ? m : k,
               static_cast<const T*>(operands.b) + item * problem.k * problem.n, layout.b_transposed ? k : n,
               static_cast<T>(update.beta), static_cast<T*>(operands.c) + item * problem.m * problem.n, n);
  };
}

Launch bind(Device& device, const matmul::Problem& problem, const matmul::Operands& operands) {
  openblas_set_num_threads(device.info().units);
  return problem.dtype == DType::f32 ? bind_as<float>(problem, operands, cblas_sgemm)
                                     : bind_as<double>(problem, operands, cblas_dgemm);
}

}  // namespace

extern constinit const matmul::Rung matmul_openblas{
    .name = "openblas",
    .idea = "OpenBLAS, cblas_sgemm and cblas_dgemm",
    .vendor = "openblas",
    .takes = matmul::takes_f32_and_f64,
    .refuses = refuses,
    .bind = bind,
};

}  // namespace gpupeak::host
