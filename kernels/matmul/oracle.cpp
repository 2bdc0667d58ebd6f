#include "kernels/matmul/oracle.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

#include "core/buffer.h"
#include "core/host_threads.h"

namespace gpupeak::matmul {
namespace {

// A block's signed sum of errors e_ij, each within its bound b_ij, passes 8 sqrt(sum b_ij^2) with a chance of 2
// exp(-32) (Hoeffding 1963): 10^-13, over all blocks of the largest matrices still below 10^-7.
constexpr double deviations = 8;
constexpr double most_sums = 0x1p22;  // of B's blocks, held in memory: 32 MiB
constexpr int faults_to_locate = 4;
constexpr int64_t elements_read = int64_t{1} << 20;  // of C by each thread at a time

// Element `index` of a stream as an operand of this type holds it.
double operand(DType dtype, DataKind data, uint64_t seed, int64_t index) {
  const auto at = static_cast<uint64_t>(index);
  if (dtype == DType::bf16) return static_cast<double>(generated_as<BFloat16>(data, seed, at));
  if (dtype == DType::i8) return generated_as<int8_t>(data, seed, at);
  return generated(data, seed, at);  // exact in f32 and f64
}

double a_at(const Product& product, int64_t row, int64_t p) {
  const Problem& problem = product.problem;
  const Strides strides = strides_of_a(problem);
  return operand(problem.dtype, product.data, product.seed_a,
                 product.item * problem.m * problem.k + row * strides.row + p * strides.column);
}
double b_at(const Product& product, int64_t p, int64_t column) {
  const Problem& problem = product.problem;
  const Strides strides = strides_of_b(problem);
  return operand(problem.dtype, product.data, product.seed_b,
                 product.item * problem.k * problem.n + p * strides.row + column * strides.column);
}

// What repeated launches make of A B and of the C before them: C_L = of_product A B + of_c C_0.
struct Accumulated {
  double of_product, of_c;
};
Accumulated accumulated(const Product& product) {
  const auto& [id, name, alpha, beta] = row(product.problem.update);
  if (beta == 0) return {alpha, 0};
  const double power = std::pow(beta, static_cast<double>(product.launches));
  return {alpha * (1 - power) / (1 - beta), power};
}
double c_before(const Product& product, int64_t row, int64_t column) {
  const Problem& problem = product.problem;
  const auto index = static_cast<uint64_t>((product.item * problem.m + row) * problem.n + column);
  return generated(product.data, product.seed_c, index);
}

double rounding(int64_t k) { return std::min(static_cast<double>(k), 2 * std::sqrt(static_cast<double>(k))); }

// B seen through the signs: per row p and block the signed sum, and a bound of the blocks' Euclidean norms.
struct SignedB {
  int64_t width, blocks;
  std::vector<double> signs;  // of the n columns
  std::vector<double> sums;   // k x blocks
  std::vector<double> norms;  // k
};

constexpr double worth_threads = 0x1p22;  // multiply-adds

SignedB sign(const Product& product, uint64_t seed, int64_t width) {
  const int64_t n = product.problem.n, k = product.problem.k;
  SignedB b{.width = width, .blocks = (n + width - 1) / width, .signs = {}, .sums = {}, .norms = {}};
  for (int64_t j = 0; j < n; ++j) b.signs.push_back(mix(seed, static_cast<uint64_t>(j)) & 1 ? 1.0 : -1.0);
  b.sums.assign(static_cast<size_t>(k * b.blocks), 0);
  b.norms.assign(static_cast<size_t>(k), 0);
  in_parallel(k, threads_for(static_cast<double>(k) * static_cast<double>(n), worth_threads), [&](int64_t p) {
    double most = 0;
    for (int64_t block = 0; block < b.blocks; ++block) {
      double sum = 0, squares = 0;
      for (int64_t j = block * width; j < std::min(n, (block + 1) * width); ++j) {
        const double value = b_at(product, p, j);
        sum += b.signs[static_cast<size_t>(j)] * value;
        squares += value * value;
      }
      b.sums[static_cast<size_t>(p * b.blocks + block)] = sum;
      most = std::max(most, squares);
    }
    b.norms[static_cast<size_t>(p)] = std::sqrt(most);
  });
  return b;
}

// Some rows of C beside what they must add up to, block by block.
class SignedRows {
 public:
  SignedRows(const Product& product, const SignedB& b)
      : product_(product), b_(b), after_(accumulated(product)), exact_(static_cast<size_t>(b.blocks)) {}

  // Of row i, whose elements are `c`.
  void compare(int64_t i, std::span<const double> c) {
    const int64_t m = product_.problem.m, n = product_.problem.n, k = product_.problem.k;
    std::ranges::fill(exact_, 0);
    double absolute = 0;  // of the widest block: sqrt(sum_j (|A||B|)_ij^2) <= sum_p |a_ip| norm_p (Minkowski)
    for (int64_t p = 0; p < k; ++p) {
      const double a = a_at(product_, i, p);
      const double* sums = &b_.sums[static_cast<size_t>(p * b_.blocks)];
      for (size_t block = 0; block < exact_.size(); ++block) exact_[block] += a * sums[block];
      absolute += std::abs(a) * b_.norms[static_cast<size_t>(p)];
    }
    const double before_size = after_.of_c * std::sqrt(static_cast<double>(b_.width));  // |C| <= 1 before the launches
    const double size = after_.of_product * absolute + before_size;
    const double bound = deviations * allowed(product_.problem, size, size);
    for (int64_t block = 0; block < b_.blocks; ++block) {
      double sum = 0;
      const int64_t end = std::min(n, (block + 1) * b_.width);
      for (int64_t j = block * b_.width; j < end; ++j)
        sum += b_.signs[static_cast<size_t>(j)] * c[static_cast<size_t>(j)];
      double expected = after_.of_product * exact_[static_cast<size_t>(block)];
      if (after_.of_c > 0)
        for (int64_t j = block * b_.width; j < end; ++j)
          expected += b_.signs[static_cast<size_t>(j)] * after_.of_c * c_before(product_, i, j);
      if (!(std::abs(sum - expected) <= bound) && faults_ < faults_to_locate) located_[faults_++] = {i, block};
      sums_.element(sum, expected, bound, m * n + i * b_.blocks + block);
    }
  }

  const Comparison& sums() const { return sums_; }
  struct Block {
    int64_t row, block;
  };
  std::span<const Block> wrong() const { return std::span(located_).first(faults_); }

 private:
  const Product& product_;
  const SignedB& b_;
  Accumulated after_;
  std::vector<double> exact_;
  Comparison sums_;
  std::array<Block, faults_to_locate> located_{};
  size_t faults_ = 0;
};

}  // namespace

// Accumulating rounds alpha A B, beta C and their sum as well, in every launch; what earlier ones did is halved (beta)
// by each that follows: 6 u |c| in all.
double allowed(const Problem& problem, double absolute, double exact) {
  const double stores = row(problem.update).beta == 0 ? 1 : 6;
  return row(problem.dtype).sum_roundoff * (rounding(problem.k) * absolute + stores * std::abs(exact));
}

void compare_grid(const Product& product, std::span<const int64_t> rows, std::span<const int64_t> columns,
                  Comparison& comparison) {
  const int64_t n = product.problem.n;
  std::vector<double> a(rows.size()), b(columns.size());
  std::vector<double> exact(rows.size() * columns.size()), absolute(rows.size() * columns.size());
  for (int64_t p = 0; p < product.problem.k; ++p) {
    for (size_t i = 0; i < rows.size(); ++i) a[i] = a_at(product, rows[i], p);
    for (size_t j = 0; j < columns.size(); ++j) b[j] = b_at(product, p, columns[j]);
    for (size_t i = 0; i < rows.size(); ++i) {
      // Pointers: of a vector's [], sanitizers make a call each.
      const double a_i = a[i], *const b_row = b.data();
      double* const exact_row = &exact[i * columns.size()];
      double* const absolute_row = &absolute[i * columns.size()];
      for (size_t j = 0; j < columns.size(); ++j) {
        const double term = a_i * b_row[j];
        exact_row[j] += term;
        absolute_row[j] += std::abs(term);
      }
    }
  }
  const Accumulated after = accumulated(product);
  const int64_t first = columns.front(), width = columns.back() - first + 1;
  std::vector<double> c(static_cast<size_t>(width));
  for (size_t i = 0; i < rows.size(); ++i) {
    product.read_c(rows[i] * n + first, c);
    for (size_t j = 0; j < columns.size(); ++j) {
      const size_t at = i * columns.size() + j;
      double expected = after.of_product * exact[at], size = after.of_product * absolute[at];
      if (after.of_c > 0) {
        const double before = after.of_c * c_before(product, rows[i], columns[j]);
        expected += before;
        size += std::abs(before);
      }
      comparison.element(c[static_cast<size_t>(columns[j] - first)], expected,
                         allowed(product.problem, size, after.of_c > 0 ? size : expected), rows[i] * n + columns[j]);
    }
  }
}

int64_t width_of_blocks(const Problem& problem, double products) {
  const double affordable =
      std::min(products / static_cast<double>(problem.m), most_sums) / static_cast<double>(problem.k);
  const auto wanted = static_cast<int64_t>(std::clamp(affordable, 1.0, static_cast<double>(problem.n)));
  return (problem.n + wanted - 1) / wanted;
}

int64_t compare_rows(const Product& product, uint64_t sign_seed, double products, Comparison& comparison) {
  const int64_t m = product.problem.m, n = product.problem.n, k = product.problem.k;
  const SignedB b = sign(product, sign_seed, width_of_blocks(product.problem, products));
  const int threads =
      threads_for(static_cast<double>(m) * static_cast<double>(k) * static_cast<double>(b.blocks), worth_threads);
  const int64_t at_once = std::clamp<int64_t>(threads * elements_read / n, 1, m);
  std::vector<SignedRows> parts(static_cast<size_t>(std::min<int64_t>(threads, at_once)), SignedRows(product, b));
  std::vector<double> c(static_cast<size_t>(at_once * n));
  for (int64_t first = 0; first < m; first += at_once) {
    const int64_t rows = std::min(at_once, m - first), of_each = (rows + std::ssize(parts) - 1) / std::ssize(parts);
    product.read_c(first * n, std::span(c).first(static_cast<size_t>(rows * n)));
    in_parallel(std::ssize(parts), threads, [&](int64_t part) {
      for (int64_t i = part * of_each; i < std::min(rows, (part + 1) * of_each); ++i)
        parts[static_cast<size_t>(part)].compare(
            first + i, std::span(c).subspan(static_cast<size_t>(i * n), static_cast<size_t>(n)));
    });
  }
  // Element by element, and before the sums, so that a wrong element is named where it can be.
  int located = 0;
  for (const SignedRows& part : parts)
    for (const SignedRows::Block& wrong : part.wrong()) {
      if (located++ == faults_to_locate) break;
      const int64_t begin = wrong.block * b.width;
      std::vector<int64_t> columns(static_cast<size_t>(std::min(n, begin + b.width) - begin));
      std::iota(columns.begin(), columns.end(), begin);
      compare_grid(product, std::span(&wrong.row, 1), columns, comparison);
    }
  for (const SignedRows& part : parts) comparison.add(part.sums());
  return b.width;
}

}  // namespace gpupeak::matmul
