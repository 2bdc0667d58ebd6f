// 01 · three loops. The definition, written down: one dot product per element of C. It fixes nothing; it is the floor.
// One core forms the elements of C one after the other, each over all of k.
// Limit: b is read down a column, a new cache line for every multiply-add, and each sum waits for the addition before
// it.
#include "kernels/matmul/host/on_one_core.h"
#include "kernels/matmul/matmul.h"

namespace gpupeak::host {
namespace {

template <class T, class Sum>
void multiply(const matmul::Problem& problem, const T* a, const T* b, Sum* c) {
  const auto [a_row, a_column] = matmul::strides_of_a(problem);
  const auto [b_row, b_column] = matmul::strides_of_b(problem);
  const auto& update = matmul::row(problem.update);
  for (int64_t i = 0; i < problem.m; ++i) {
    for (int64_t j = 0; j < problem.n; ++j) {
      Sum sum = 0;
      for (int64_t p = 0; p < problem.k; ++p)
        sum += widened(a[i * a_row + p * a_column]) * widened(b[p * b_row + j * b_column]);
      Sum& to = c[i * problem.n + j];
      to = update.beta == 0 ? sum : static_cast<Sum>(update.alpha) * sum + static_cast<Sum>(update.beta) * to;
    }
  }
}

Launch bind(Device&, const matmul::Problem& problem, const matmul::Operands& operands) {
  if (problem.dtype == DType::bf16) return on_one_core<BFloat16, float>(problem, operands, multiply<BFloat16, float>);
  if (problem.dtype == DType::i8) return on_one_core<int8_t, int32_t>(problem, operands, multiply<int8_t, int32_t>);
  if (problem.dtype == DType::f32) return on_one_core<float, float>(problem, operands, multiply<float, float>);
  return on_one_core<double, double>(problem, operands, multiply<double, double>);
}

std::optional<std::string> refuses(const DeviceInfo&, const matmul::Problem&) { return std::nullopt; }

}  // namespace

extern constinit const matmul::Rung matmul_three_loops{
    .name = "three_loops",
    .idea = "one dot product per element, on one core",
    .rehearse_at = 192,
    .takes = matmul::takes_all,
    .refuses = refuses,
    .bind = bind,
};

}  // namespace gpupeak::host
