// The loop of every tile: one row of b in two vectors, times one element of a per row of the tile. Included once per
// instruction set, with GPUPEAK_ISA_TARGET naming it: code for one set must not be shared with a file compiled for
// another.
#include <cstdint>

namespace gpupeak::host {
namespace {

template <class T, int bytes, int rows, bool prefetch>
GPUPEAK_ISA_TARGET void multiply_tile(int64_t k, const T* a, const T* b, T* c, int64_t stride, bool add) {
  typedef T Vector __attribute__((vector_size(bytes), may_alias));
  typedef T Unaligned __attribute__((vector_size(bytes), may_alias, aligned(sizeof(T))));
  constexpr int64_t lanes = bytes / sizeof(T);
  for (int r = 0; prefetch && r < rows; ++r) {  // what is in C arrives while the sums are formed
    __builtin_prefetch(c + r * stride, 1);
    __builtin_prefetch(c + r * stride + lanes, 1);
  }
  Vector sum[rows][2] = {};
  for (int64_t p = 0; p < k; ++p, a += rows, b += 2 * lanes) {
    const Vector left = *reinterpret_cast<const Vector*>(b), right = *reinterpret_cast<const Vector*>(b + lanes);
#pragma GCC unroll 16
    for (int r = 0; r < rows; ++r) {
      sum[r][0] += a[r] * left;
      sum[r][1] += a[r] * right;
    }
  }
#pragma GCC unroll 16
  for (int r = 0; r < rows; ++r) {
    Unaligned* to = reinterpret_cast<Unaligned*>(c + r * stride);
    if (add) {
      to[0] += sum[r][0];
      to[1] += sum[r][1];
    } else {
      to[0] = sum[r][0];
      to[1] = sum[r][1];
    }
  }
}

}  // namespace
}  // namespace gpupeak::host
