// The triad everybody writes first: a[i] = b[i] + s*c[i] over OpenMP, plain stores. Usage: omp_triad ELEMENTS [SECONDS]
#include <cstdlib>

#include "peer.h"

int main(int argc, char** argv) {
  const long count = argument(argc, argv, 1, 32L << 20);
  const double seconds = static_cast<double>(argument(argc, argv, 2, 1));
  const auto allocate = [count] {
    return static_cast<double*>(std::aligned_alloc(4096, (count * sizeof(double) + 4095) / 4096 * 4096));
  };
  double *a = allocate(), *b = allocate(), *c = allocate();
#pragma omp parallel for schedule(static)
  for (long i = 0; i < count; ++i) {  // first touch by the thread that will use it
    a[i] = 0;
    b[i] = 1.0 + 1e-9 * static_cast<double>(i);
    c[i] = 2.0 - 1e-9 * static_cast<double>(i);
  }
  report_times(seconds, [=] {
#pragma omp parallel for schedule(static)
    for (long i = 0; i < count; ++i) a[i] = b[i] + 3.0 * c[i];
  });
  return a[count / 2] == b[count / 2] + 3.0 * c[count / 2] ? 0 : 1;
}
