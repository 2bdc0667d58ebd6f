// OpenBLAS alone in a fresh process: C = A x B, row-major, f32 or f64. Usage: openblas_gemm f32|f64 M N K [SECONDS]
#include <cstring>
#include <random>
#include <vector>

#include "peer.h"

extern "C" {
void cblas_sgemm(int order, int ta, int tb, int m, int n, int k, float alpha, const float* a, int lda, const float* b,
                 int ldb, float beta, float* c, int ldc);
void cblas_dgemm(int order, int ta, int tb, int m, int n, int k, double alpha, const double* a, int lda,
                 const double* b, int ldb, double beta, double* c, int ldc);
}

constexpr int row_major = 101, no_transpose = 111;  // CblasRowMajor, CblasNoTrans

template <class T, class Gemm>
void measure(long m, long n, long k, double seconds, Gemm gemm) {
  std::vector<T> a(m * k), b(k * n), c(m * n);
  std::minstd_rand random(1);
  std::uniform_real_distribution<T> uniform(-1, 1);
  for (T& x : a) x = uniform(random);
  for (T& x : b) x = uniform(random);
  report_times(seconds, [&] {
    gemm(row_major, no_transpose, no_transpose, static_cast<int>(m), static_cast<int>(n), static_cast<int>(k), T(1),
         a.data(), static_cast<int>(k), b.data(), static_cast<int>(n), T(0), c.data(), static_cast<int>(n));
  });
}

int main(int argc, char** argv) {
  const long m = argument(argc, argv, 2, 1024), n = argument(argc, argv, 3, m), k = argument(argc, argv, 4, m);
  const double seconds = static_cast<double>(argument(argc, argv, 5, 1));
  if (argc > 1 && std::strcmp(argv[1], "f64") == 0)
    measure<double>(m, n, k, seconds, cblas_dgemm);
  else
    measure<float>(m, n, k, seconds, cblas_sgemm);
}
