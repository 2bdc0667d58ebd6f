// What C must be, in double, from the generator alone: element by element on a grid, and row by row with random signs.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "core/generated.h"
#include "core/verify.h"
#include "kernels/matmul/matmul.h"

namespace gpupeak::matmul {

// One finished product: its inputs as streams of generated(), its output as a reader of consecutive elements.
struct Product {
  Problem problem;
  DataKind data;
  uint64_t seed_a, seed_b;
  std::function<void(int64_t first, std::span<double> values)> read_c;  // of this product
  int64_t item = 0;                                                     // which product of the batch
  // When they accumulate: the stream that C was before the first launch, and how many there were.
  uint64_t seed_c = 0;
  int64_t launches = 1;
};

// How far a right C may be from the exact product, given (|A||B|)_ij and the exact |c_ij|. The error of a sum of k
// products is sum_p d_p s_p with |d_p| <= u and s_p the partial sums (Higham, Accuracy and Stability of Numerical
// Algorithms, 2nd ed., 3.1), whatever their order, so at most k u (|A||B|)_ij. Roundings are as good as independent and
// have no mean, so the sum stays within l u sqrt(sum s_p^2) but for a chance of 2 exp(-l^2/2) (Higham and Mary, SISC
// 41(5), 2019). Our inputs are uniform in [-1,1): sqrt(sum s_p^2) is about k/4.2 beside (|A||B|)_ij of k/4, so 2
// sqrt(k) u (|A||B|)_ij leaves l = 2 sqrt(k): from k = 16 on a chance below 10^-13, growing smaller with k; below that
// it is within a factor 2 of what is certain. At k = 2048 in f32 this is 0.003, so a dropped product, 1/3 in the mean
// square, goes unseen once in fifty.
double allowed(const Problem& problem, double absolute, double exact);

// Compares C at the crossings of these rows and columns. Element i,j has index i n + j.
void compare_grid(const Product&, std::span<const int64_t> rows, std::span<const int64_t> columns, Comparison&);

// Columns of a block that compare_rows adds up.
int64_t width_of_blocks(const Problem&, double products);

// Freivalds' check (MFCS 1979) over every element: each row's blocks of columns summed with signs drawn after C was
// written. `products` bounds the multiply-adds to spend: the more, the narrower the blocks and the smaller the fault
// that shows. Blocks that differ are compared again element by element. Returns the width of a block; block b of row i
// has index m n + i ceil(n / width) + b.
int64_t compare_rows(const Product&, uint64_t sign_seed, double products, Comparison&);

}  // namespace gpupeak::matmul
