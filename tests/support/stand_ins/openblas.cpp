// Stands for OpenBLAS: right products, the kernels that GPUPEAK_STAND_IN_CORE names, and the trouble that
// GPUPEAK_STAND_IN names, as real builds of it make it.
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <string_view>

#ifdef PREFIXED
#define STAND_IN(name) scipy_##name
#else
#define STAND_IN(name) name
#endif

namespace {

bool told(std::string_view trouble) {
  const char* value = std::getenv("GPUPEAK_STAND_IN");
  return value && trouble == value;
}

int products = 0;

void make_trouble() {
  if (told("stuck in the second product") && products > 0) {
    std::fputs("stand-in: stuck\n", stderr);
    while (true) pause();
  }
  ++products;
  if (told("crash")) std::abort();
  if (told("no thread")) {
    std::fputs("stand-in: pthread_create failed for thread 1 of 2; ensure that limits are big enough\nmore\n", stderr);
    std::exit(3);
  }
}

template <class T>
void multiply(int a_transposed, int b_transposed, int m, int n, int k, T alpha, const T* a, int stride_a, const T* b,
              int stride_b, T beta, T* c, int stride_c) {
  constexpr int transposed = 112;
  make_trouble();
  for (int row = 0; row < m; ++row)
    for (int column = 0; column < n; ++column) {
      T sum = 0;
      for (int i = 0; i < k; ++i)
        sum += (a_transposed == transposed ? a[i * stride_a + row] : a[row * stride_a + i]) *
               (b_transposed == transposed ? b[column * stride_b + i] : b[i * stride_b + column]);
      T& to = c[row * stride_c + column];
      to = alpha * sum + (beta == 0 ? 0 : beta * to);
    }
}

// Of the real one it joins a thread, which never ends where it could not be started.
struct AtExit {
  ~AtExit() {
    while (told("stuck at exit")) pause();
  }
} at_exit;

}  // namespace

extern "C" {
const char* STAND_IN(openblas_get_config)() {
  if (told("speech")) std::fputs("stand-in: a raw line\n", stderr);
  return "OpenBLAS 0.0.7 STAND_IN MAX_THREADS=1";
}
const char* STAND_IN(openblas_get_corename)() {
  const char* core = std::getenv("GPUPEAK_STAND_IN_CORE");
  return core ? core : "Prescott";
}
int STAND_IN(openblas_get_parallel)() { return told("one thread") ? 0 : 1; }
void STAND_IN(openblas_set_num_threads)(int) {}
void STAND_IN(cblas_sgemm)(int, int ta, int tb, int m, int n, int k, float alpha, const float* a, int lda,
                           const float* b, int ldb, float beta, float* c, int ldc) {
  multiply(ta, tb, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc);
}
void STAND_IN(cblas_dgemm)(int, int ta, int tb, int m, int n, int k, double alpha, const double* a, int lda,
                           const double* b, int ldb, double beta, double* c, int ldc) {
  multiply(ta, tb, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc);
}
}
