// OpenBLAS's own symbols, each forwarding to the library opened at first use: code that calls them reads like its
// documentation, and the binary starts without it.
#include "device/host/host_libraries.h"
#include "device/host/openblas.h"
#include "device/vendor_library.h"

using gpupeak::vendor_symbol;
using gpupeak::host::openblas;

void cblas_sgemm(int order, int transpose_a, int transpose_b, int m, int n, int k, float alpha, const float* a,
                 int stride_a, const float* b, int stride_b, float beta, float* c, int stride_c) {
  static const auto forward = vendor_symbol<decltype(cblas_sgemm)>(openblas(), "cblas_sgemm");
  forward(order, transpose_a, transpose_b, m, n, k, alpha, a, stride_a, b, stride_b, beta, c, stride_c);
}

void cblas_dgemm(int order, int transpose_a, int transpose_b, int m, int n, int k, double alpha, const double* a,
                 int stride_a, const double* b, int stride_b, double beta, double* c, int stride_c) {
  static const auto forward = vendor_symbol<decltype(cblas_dgemm)>(openblas(), "cblas_dgemm");
  forward(order, transpose_a, transpose_b, m, n, k, alpha, a, stride_a, b, stride_b, beta, c, stride_c);
}

void openblas_set_num_threads(int threads) {
  static const auto forward = vendor_symbol<decltype(openblas_set_num_threads)>(openblas(), "openblas_set_num_threads");
  forward(threads);
}

int openblas_get_parallel() {
  static const auto forward = vendor_symbol<decltype(openblas_get_parallel)>(openblas(), "openblas_get_parallel");
  return forward();
}
