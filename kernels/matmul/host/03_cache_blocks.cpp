// 03 · cache blocks. Rung 02 reads all of b for every row of C; here b is cut in blocks of 128 x 512 that stay in a
// second-level cache (256 or 512 KiB) while all rows of C pass, and four rows of b are added at a time, so that C is
// loaded and stored a quarter as often. One core. Limit: C's way through the first-level cache, and 16 of the bytes
// that a vector could have.
#include <algorithm>

#include "kernels/matmul/host/on_one_core.h"
#include "kernels/matmul/matmul.h"

namespace gpupeak::host {
namespace {

constexpr int64_t block_depth = 128, block_columns = 512;

template <class T>
void multiply(const matmul::Problem& problem, const T* a, const T* b, T* c) {
  const matmul::Strides of_a = matmul::strides_of_a(problem), of_b = matmul::strides_of_b(problem);
  const auto alpha = static_cast<T>(matmul::row(problem.update).alpha),
             beta = static_cast<T>(matmul::row(problem.update).beta);
  for (int64_t i = 0; i < problem.m * problem.n; ++i) c[i] = beta == 0 ? 0 : beta * c[i];
  for (int64_t left = 0; left < problem.n; left += block_columns) {
    const int64_t width = std::min(block_columns, problem.n - left);
    for (int64_t top = 0; top < problem.k; top += block_depth) {
      const int64_t bottom = std::min(problem.k, top + block_depth);
      for (int64_t i = 0; i < problem.m; ++i) {
        T* __restrict to = c + i * problem.n + left;
        const auto factor = [&](int64_t p) { return alpha * a[i * of_a.row + p * of_a.column]; };
        const auto row = [&](int64_t p) { return b + p * of_b.row + left * of_b.column; };
        int64_t p = top;
        if (of_b.column == 1) {
          for (; p + 4 <= bottom; p += 4) {
            const T f0 = factor(p), f1 = factor(p + 1), f2 = factor(p + 2), f3 = factor(p + 3);
            const T* __restrict b0 = row(p), * __restrict b1 = row(p + 1), * __restrict b2 = row(p + 2), * __restrict b3 = row(p + 3);
            for (int64_t j = 0; j < width; ++j) to[j] += (f0 * b0[j] + f1 * b1[j]) + (f2 * b2[j] + f3 * b3[j]);
          }
        }
        for (; p < bottom; ++p)
          for (int64_t j = 0; j < width; ++j) to[j] += factor(p) * row(p)[j * of_b.column];
      }
    }
  }
}

Launch bind(Device&, const matmul::Problem& problem, const matmul::Operands& operands) {
  return problem.dtype == DType::f32 ? on_one_core<float, float>(problem, operands, multiply<float>)
                                     : on_one_core<double, double>(problem, operands, multiply<double>);
}

std::optional<std::string> refuses(const DeviceInfo&, const matmul::Problem&) { return std::nullopt; }

}  // namespace

extern constinit const matmul::Rung matmul_cache_blocks{
    .name = "cache_blocks",
    .idea = "blocks of b that stay in the second-level cache, on one core",
    .rehearse_at = 192,
    .takes = matmul::takes_f32_and_f64,
    .refuses = refuses,
    .bind = bind,
};

}  // namespace gpupeak::host
