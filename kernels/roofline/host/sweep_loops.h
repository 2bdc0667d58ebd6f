// The loop of `roofline`, once for each instruction set (kernels/common/host/each_isa.h).
#include <cstring>
#include <utility>

#include "kernels/common/host/isa.h"
#include "kernels/roofline/host/sweeps.h"

namespace gpupeak::host {
namespace {
namespace GPUPEAK_ISA {

template <class T, int bytes>
struct SweepVector {
  typedef T type __attribute__((vector_size(bytes)));
};

// The value must exist at this point: no two steps are folded into one.
template <class V>
GPUPEAK_ISA_INLINE void keep_step(V& value) {
  asm volatile("" : "+" GPUPEAK_VECTOR_REGISTER(value));
}

// 10 vectors at a time: their chains cover 2 multiply-adds per cycle of latency 4, with registers left for s and t.
template <class T, int bytes, size_t... v>
GPUPEAK_ISA_TARGET void sweep_vectors(const T* in, T* out, int64_t count, int fmas, std::index_sequence<v...>) {
  using V = typename SweepVector<T, bytes>::type;
  constexpr int64_t lanes = bytes / sizeof(T), block = lanes * sizeof...(v);
  V s = V{} + static_cast<T>(roofline::s), t = V{} + static_cast<T>(roofline::t);
  for (int64_t first = 0; first < count; first += block) {
    // The last block may end beyond the array: its elements pass through a block of their own.
    const bool whole = first + block <= count;
    alignas(64) T part[block];
    const T* from = in + first;
    T* to = out + first;
    if (!whole) {
      std::memset(part, 0, sizeof part);
      std::memcpy(part, from, static_cast<size_t>(count - first) * sizeof(T));
      from = to = part;
    }
    V x[sizeof...(v)];
    (std::memcpy(&x[v], from + v * lanes, sizeof(V)), ...);
    for (int i = 0; i < fmas; ++i) {
      ((x[v] = s * x[v] + t), ...);
      (keep_step(x[v]), ...);
    }
    (std::memcpy(to + v * lanes, &x[v], sizeof(V)), ...);
    if (!whole) std::memcpy(out + first, part, static_cast<size_t>(count - first) * sizeof(T));
  }
}

template <class T, int bytes = vector_bytes(GPUPEAK_ISA_BYTES)>
GPUPEAK_ISA_TARGET void sweep(const void* in, void* out, int64_t count, int fmas) {
  sweep_vectors<T, bytes>(static_cast<const T*>(in), static_cast<T*>(out), count, fmas, std::make_index_sequence<10>());
}

}  // namespace GPUPEAK_ISA
}  // namespace
}  // namespace gpupeak::host
