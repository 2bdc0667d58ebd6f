// 02 · loop order. Rung 01 walks down the columns of b and adds to one sum; with j innermost a row of b is added to a
// row of C: consecutive elements, independent sums, so that the compiler uses vectors (16 bytes, which every CPU has).
// One core, row by row of C. Limit: all of b is read again for every row, from the level of memory that holds it, and
// the row of C is loaded and stored for every multiply-add.
#include "kernels/matmul/host/on_one_core.h"
#include "kernels/matmul/matmul.h"

namespace gpupeak::host {
namespace {

template <class T>
void multiply(const matmul::Problem& problem, const T* a, const T* b, T* c) {
  const auto [a_row, a_column] = matmul::strides_of_a(problem);
  const auto [b_row, b_column] = matmul::strides_of_b(problem);
  const auto alpha = static_cast<T>(matmul::row(problem.update).alpha),
             beta = static_cast<T>(matmul::row(problem.update).beta);
  for (int64_t i = 0; i < problem.m; ++i) {
    T* __restrict to = c + i * problem.n;
    for (int64_t j = 0; j < problem.n; ++j) to[j] = beta == 0 ? 0 : beta * to[j];
    for (int64_t p = 0; p < problem.k; ++p) {
      const T factor = alpha * a[i * a_row + p * a_column];
      const T* __restrict from = b + p * b_row;
      if (b_column == 1)
        for (int64_t j = 0; j < problem.n; ++j) to[j] += factor * from[j];
      else
        for (int64_t j = 0; j < problem.n; ++j) to[j] += factor * from[j * b_column];
    }
  }
}

Launch bind(Device&, const matmul::Problem& problem, const matmul::Operands& operands) {
  return problem.dtype == DType::f32 ? on_one_core<float, float>(problem, operands, multiply<float>)
                                     : on_one_core<double, double>(problem, operands, multiply<double>);
}

std::optional<std::string> refuses(const DeviceInfo&, const matmul::Problem&) { return std::nullopt; }

}  // namespace

extern constinit const matmul::Rung matmul_loop_order{
    .name = "loop_order",
    .idea = "rows of b added to rows of C, on one core",
    .rehearse_at = 192,
    .takes = matmul::takes_f32_and_f64,
    .refuses = refuses,
    .bind = bind,
};

}  // namespace gpupeak::host
