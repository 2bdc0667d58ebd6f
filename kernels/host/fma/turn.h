// The micro-kernel of the `fma` ladder: `chains` independent vectors of pairs, turned in registers. Included once by
// each rung's file, after it has defined GPUPEAK_FMA_TARGET, so that the same text compiles for every instruction set
// (lambdas and templates do not inherit a caller's target attribute).
#pragma once

#include <cmath>
#include <type_traits>
#include <utility>

#include "kernels/fma.h"
#include "kernels/host/fma/launch.h"
#include "kernels/host/isa.h"
#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace gpupeak::host {
namespace {

// `type` in registers, `stored` as it lies in memory, aligned to its elements only.
template <class T, int bytes>
struct Vector {
  typedef T type __attribute__((vector_size(bytes)));
  typedef T stored __attribute__((vector_size(bytes), aligned(sizeof(T)), may_alias));
};
template <>
struct Vector<float, sizeof(float)> {
  using type = float;
  using stored = float;
};
template <>
struct Vector<double, sizeof(double)> {
  using type = double;
  using stored = double;
};

// Registers that vectors of this width have.
template <int bytes>
inline constexpr int vector_registers = bytes < 64 && is_x86 ? 16 : 32;

// a*b + c and c - a*b as one instruction with one rounding, whatever the compiler is told about contraction.
template <class T, class V>
[[gnu::always_inline]] GPUPEAK_FMA_TARGET inline void multiply_add(V& c, const V& a, const V& b) {
  constexpr bool single = sizeof(T) == sizeof(float);
  if constexpr (std::is_same_v<V, float>)
    c = __builtin_fmaf(a, b, c);
  else if constexpr (std::is_same_v<V, double>)
    c = __builtin_fma(a, b, c);
#if defined(__x86_64__)
  else if constexpr (sizeof(V) == 16 && single)
    c = _mm_fmadd_ps(a, b, c);
  else if constexpr (sizeof(V) == 16)
    c = _mm_fmadd_pd(a, b, c);
  else if constexpr (sizeof(V) == 32 && single)
    c = _mm256_fmadd_ps(a, b, c);
  else if constexpr (sizeof(V) == 32)
    c = _mm256_fmadd_pd(a, b, c);
  else if constexpr (sizeof(V) == 64 && single)
    c = _mm512_fmadd_ps(a, b, c);
  else if constexpr (sizeof(V) == 64)
    c = _mm512_fmadd_pd(a, b, c);
#endif
  else
    for (size_t lane = 0; lane < sizeof(V) / sizeof(T); ++lane) c[lane] = std::fma(a[lane], b[lane], c[lane]);
}
template <class T, class V>
[[gnu::always_inline]] GPUPEAK_FMA_TARGET inline void multiply_subtract(V& c, const V& a, const V& b) {
  constexpr bool single = sizeof(T) == sizeof(float);
  if constexpr (std::is_same_v<V, float>)
    c = __builtin_fmaf(-a, b, c);
  else if constexpr (std::is_same_v<V, double>)
    c = __builtin_fma(-a, b, c);
#if defined(__x86_64__)
  else if constexpr (sizeof(V) == 16 && single)
    c = _mm_fnmadd_ps(a, b, c);
  else if constexpr (sizeof(V) == 16)
    c = _mm_fnmadd_pd(a, b, c);
  else if constexpr (sizeof(V) == 32 && single)
    c = _mm256_fnmadd_ps(a, b, c);
  else if constexpr (sizeof(V) == 32)
    c = _mm256_fnmadd_pd(a, b, c);
  else if constexpr (sizeof(V) == 64 && single)
    c = _mm512_fnmadd_ps(a, b, c);
  else if constexpr (sizeof(V) == 64)
    c = _mm512_fnmadd_pd(a, b, c);
#endif
  else
    for (size_t lane = 0; lane < sizeof(V) / sizeof(T); ++lane) c[lane] = std::fma(-a[lane], b[lane], c[lane]);
}

// Each result passes through an empty asm statement: it must exist in a register of its own at that point, so nothing
// is folded, reordered into fewer steps or, in the scalar rung, gathered into vectors.
template <class T, class V>
[[gnu::always_inline]] GPUPEAK_FMA_TARGET inline void add(V& x, const V& s, const V& y) {
  multiply_add<T>(x, s, y);
  asm volatile("" : "+" GPUPEAK_VECTOR_REGISTER(x) : : "memory");
}
template <class T, class V>
[[gnu::always_inline]] GPUPEAK_FMA_TARGET inline void subtract(V& y, const V& s, const V& x) {
  multiply_subtract<T>(y, s, x);
  asm volatile("" : "+" GPUPEAK_VECTOR_REGISTER(y) : : "memory");
}

// One turn of every pair, twice: all x first, then all y, so that neighbours in the instruction stream do not wait for
// each other.
template <class T, int bytes, size_t... chain>
GPUPEAK_FMA_TARGET void turn_chains(const T* in, T* out, int64_t steps, std::index_sequence<chain...>) {
  using V = typename Vector<T, bytes>::type;
  using Stored = typename Vector<T, bytes>::stored;
  V x[sizeof...(chain)], y[sizeof...(chain)];
  constexpr size_t lanes = bytes / static_cast<int>(sizeof(T)), pairs = lanes * sizeof...(chain);
  ((x[chain] = *reinterpret_cast<const Stored*>(in + chain * lanes)), ...);
  ((y[chain] = *reinterpret_cast<const Stored*>(in + pairs + chain * lanes)), ...);
  V s = V{} + static_cast<T>(fma::turn);
  // No longer a constant: one register holds it, and not a second one its negative.
  asm volatile("" : "+" GPUPEAK_VECTOR_REGISTER(s));
  // When the pairs need every register, the factor's address is shown to the outside: the statements above then make
  // the compiler read it anew, inside the multiply-add instruction. Otherwise it would move pairs out of their
  // registers and back.
  if constexpr (2 * sizeof...(chain) >= vector_registers<bytes>) asm volatile("" : : "r"(&s) : "memory");
  for (int64_t pair_of_turns = steps / 2; pair_of_turns > 0; --pair_of_turns) {
    (add<T>(x[chain], s, y[chain]), ...);
    (subtract<T>(y[chain], s, x[chain]), ...);
    (add<T>(x[chain], s, y[chain]), ...);
    (subtract<T>(y[chain], s, x[chain]), ...);
  }
  if (steps % 2 != 0) {
    (add<T>(x[chain], s, y[chain]), ...);
    (subtract<T>(y[chain], s, x[chain]), ...);
  }
  ((*reinterpret_cast<Stored*>(out + chain * lanes) = x[chain]), ...);
  ((*reinterpret_cast<Stored*>(out + pairs + chain * lanes) = y[chain]), ...);
}

template <class T, int bytes, int chains>
GPUPEAK_FMA_TARGET void turn_unit(const void* in, void* out, int64_t steps) {
  turn_chains<T, bytes>(static_cast<const T*>(in), static_cast<T*>(out), steps, std::make_index_sequence<chains>());
}

// What a rung's row needs, derived from its one decision: bytes per vector (0: one element) and chains.
template <int bytes, int chains>
struct Shape {
  static int pairs(DType dtype) { return chains * (bytes == 0 ? 1 : bytes / row(dtype).bytes); }
  template <class T>
  static constexpr TurnUnit turn = turn_unit<T, bytes == 0 ? sizeof(T) : bytes, chains>;

  static Launch bind(Device&, const fma::Problem& problem, const fma::Operands& operands) {
    return turn_units(problem, operands, pairs(problem.dtype),
                      problem.dtype == DType::f32 ? turn<float> : turn<double>);
  }
};

}  // namespace
}  // namespace gpupeak::host
