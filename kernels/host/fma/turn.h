// The micro-kernel of the `fma` ladder: `chains` independent vectors of pairs, turned in registers. Included once by
// each rung's file, after it has defined GPUPEAK_FMA_TARGET, so that the same text compiles for every instruction set
// (lambdas and templates do not inherit a caller's target attribute).
#pragma once

#include <utility>

#include "kernels/fma.h"
#include "kernels/host/fma/launch.h"
#include "kernels/host/isa.h"

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

// Each result passes through an empty asm statement: it must exist in a register of its own at that point, so nothing
// is folded, reordered into fewer steps or, in the scalar rung, gathered into vectors.
template <class V>
[[gnu::always_inline]] GPUPEAK_FMA_TARGET inline void add(V& x, const V& s, const V& y) {
  x += s * y;
  asm volatile("" : "+" GPUPEAK_VECTOR_REGISTER(x) : : "memory");
}
template <class V>
[[gnu::always_inline]] GPUPEAK_FMA_TARGET inline void subtract(V& y, const V& s, const V& x) {
  y -= s * x;
  asm volatile("" : "+" GPUPEAK_VECTOR_REGISTER(y) : : "memory");
}

// One turn of every pair, twice: all x first, then all y, so that neighbours in the instruction stream do not wait for
// each other.
template <class T, int bytes, size_t... chain>
GPUPEAK_FMA_TARGET void turn_chains(const T* in, T* out, int64_t steps, std::index_sequence<chain...>) {
  using V = typename Vector<T, bytes>::type;
  using Stored = typename Vector<T, bytes>::stored;
  V x[sizeof...(chain)], y[sizeof...(chain)];
  constexpr size_t lanes = sizeof(V) / sizeof(T), pairs = lanes * sizeof...(chain);
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
    (add(x[chain], s, y[chain]), ...);
    (subtract(y[chain], s, x[chain]), ...);
    (add(x[chain], s, y[chain]), ...);
    (subtract(y[chain], s, x[chain]), ...);
  }
  if (steps % 2 != 0) {
    (add(x[chain], s, y[chain]), ...);
    (subtract(y[chain], s, x[chain]), ...);
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
