// What is used of OpenBLAS's C interface, declared here so that building needs no header of it. Defined in
// openblas_stubs.cpp.
#pragma once

namespace gpupeak::host {

enum : int {
  blas_row_major = 101,
  blas_no_transpose = 111,
  blas_transpose = 112
};  // values of CBLAS_ORDER and CBLAS_TRANSPOSE

}  // namespace gpupeak::host

#pragma GCC visibility push(hidden)  // so that the library itself, once opened, never resolves its own calls to these
extern "C" {
void cblas_sgemm(int order, int transpose_a, int transpose_b, int m, int n, int k, float alpha, const float* a,
                 int stride_a, const float* b, int stride_b, float beta, float* c, int stride_c);
void cblas_dgemm(int order, int transpose_a, int transpose_b, int m, int n, int k, double alpha, const double* a,
                 int stride_a, const double* b, int stride_b, double beta, double* c, int stride_c);
void openblas_set_num_threads(int threads);
int openblas_get_parallel();  // 0: one thread only, 1: pthreads, 2: OpenMP
}
#pragma GCC visibility pop
