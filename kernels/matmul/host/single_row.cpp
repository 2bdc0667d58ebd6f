#include "kernels/matmul/host/single_row.h"

#include <algorithm>

#include "device/host/host_device.h"
#include "kernels/matmul/host/partition.h"

namespace gpupeak::host {
namespace {

constexpr double bytes_per_worker = 0x1p18;  // of B: below this another core costs more than it brings
constexpr int64_t rows_abreast = 8;          // streams of B; other numbers were not tried

// Columns `part` of c += alpha a B, eight rows of B at a time, so that C moves an eighth as often as B.
template <class T>
void add_rows(const matmul::Problem& problem, const T* a, const T* __restrict b, T* __restrict c, Range part) {
  const auto alpha = static_cast<T>(matmul::row(problem.update).alpha),
             beta = static_cast<T>(matmul::row(problem.update).beta);
  for (int64_t j = part.first; j < part.last; ++j) c[j] = beta == 0 ? 0 : beta * c[j];
  int64_t p = 0;
  for (; p + rows_abreast <= problem.k; p += rows_abreast) {
    T f[rows_abreast];
    for (int64_t row = 0; row < rows_abreast; ++row) f[row] = alpha * a[p + row];
    const T* from = b + p * problem.n;
    const int64_t n = problem.n;
    for (int64_t j = part.first; j < part.last; ++j)
      c[j] += ((f[0] * from[j] + f[1] * from[j + n]) + (f[2] * from[j + 2 * n] + f[3] * from[j + 3 * n])) +
              ((f[4] * from[j + 4 * n] + f[5] * from[j + 5 * n]) + (f[6] * from[j + 6 * n] + f[7] * from[j + 7 * n]));
  }
  for (; p < problem.k; ++p) {
    const T factor = alpha * a[p];
    for (int64_t j = part.first; j < part.last; ++j) c[j] += factor * b[p * problem.n + j];
  }
}

}  // namespace

bool is_single_row(const matmul::Problem& problem) {
  return problem.m == 1 && !matmul::row(problem.layout).b_transposed && problem.batch == 1;
}

template <class T>
Launch bind_single_row(Device& device, const matmul::Problem& problem, const matmul::Operands& operands) {
  const double bytes = static_cast<double>(problem.k) * static_cast<double>(problem.n) * sizeof(T);
  constexpr int64_t line = 64 / sizeof(T);
  const int64_t lines = ceil_div(problem.n, line);
  const auto workers = static_cast<int>(std::min<int64_t>(
      lines, static_cast<int64_t>(std::clamp(bytes / bytes_per_worker, 1.0, 1.0 * device.info().units))));
  return [=](Queue& queue) {
    host(queue).parallel(workers, [&](int worker, int) {
      Range part = part_of(lines, worker, workers);
      part = {part.first * line, std::min(problem.n, part.last * line)};
      add_rows(problem, static_cast<const T*>(operands.a), static_cast<const T*>(operands.b),
               static_cast<T*>(operands.c), part);
    });
  };
}
template Launch bind_single_row<float>(Device&, const matmul::Problem&, const matmul::Operands&);
template Launch bind_single_row<double>(Device&, const matmul::Problem&, const matmul::Operands&);

}  // namespace gpupeak::host
