// The micro-kernel of the `fma` ladder: `chains` independent vectors of pairs, turned in registers. Included once by
// each rung's file, after it has defined GPUPEAK_ISA_TARGET, so that the same text compiles for every instruction set
// (lambdas and templates do not inherit a caller's target attribute).
#include <cmath>
#include <cstdint>
#include <type_traits>
#include <utility>

#include "core/small_float.h"
#include "kernels/common/host/isa.h"
#include "kernels/fma/fma.h"
#include "kernels/fma/host/turn_units.h"
#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace gpupeak::host {
namespace {

// What a lane of elements of type T is for the compiler, which knows no arithmetic of f16.
template <class T>
struct LaneOf {
  using type = T;
  static T value(double number) { return static_cast<T>(number); }
};
template <>
struct LaneOf<Float16> {
  using type = uint16_t;
  static uint16_t value(double number) { return Float16(number).bits(); }
};

// `type` in registers, `stored` as it lies in memory, aligned to its elements only.
template <class T, int bytes>
struct Vector {
  using Lane = typename LaneOf<T>::type;
  typedef Lane type __attribute__((vector_size(bytes)));
  typedef Lane stored __attribute__((vector_size(bytes), aligned(sizeof(T)), may_alias));
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
GPUPEAK_ISA_INLINE void multiply_add(V& c, const V& a, const V& b) {
  constexpr bool single = sizeof(T) == sizeof(float);
  if constexpr (std::is_same_v<V, float>)
    c = __builtin_fmaf(a, b, c);
  else if constexpr (std::is_same_v<V, double>)
    c = __builtin_fma(a, b, c);
#if defined(__x86_64__)
  else if constexpr (std::is_same_v<T, Float16>)
    asm("vfmadd231ph %[b], %[a], %[c]" : [c] "+v"(c) : [a] "v"(a), [b] "v"(b));
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
GPUPEAK_ISA_INLINE void multiply_subtract(V& c, const V& a, const V& b) {
  constexpr bool single = sizeof(T) == sizeof(float);
  if constexpr (std::is_same_v<V, float>)
    c = __builtin_fmaf(-a, b, c);
  else if constexpr (std::is_same_v<V, double>)
    c = __builtin_fma(-a, b, c);
#if defined(__x86_64__)
  else if constexpr (std::is_same_v<T, Float16>)
    asm("vfnmadd231ph %[b], %[a], %[c]" : [c] "+v"(c) : [a] "v"(a), [b] "v"(b));
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
GPUPEAK_ISA_INLINE void add(V& x, const V& s, const V& y) {
  multiply_add<T>(x, s, y);
  asm volatile("" : "+" GPUPEAK_VECTOR_REGISTER(x) : : "memory");
}
template <class T, class V>
GPUPEAK_ISA_INLINE void subtract(V& y, const V& s, const V& x) {
  multiply_subtract<T>(y, s, x);
  asm volatile("" : "+" GPUPEAK_VECTOR_REGISTER(y) : : "memory");
}

// One turn of every pair: all x first, then all y, so that neighbours in the instruction stream do not wait for each
// other.
template <class T, fma::Pattern pattern, class V, size_t... chain>
GPUPEAK_ISA_INLINE void turn_once(V* x, V* y, const V& s, std::index_sequence<chain...>) {
  if constexpr (pattern == fma::Pattern::two_sources) {
    (add<T>(x[chain], s, x[chain]), ...);
    (subtract<T>(y[chain], s, y[chain]), ...);
  } else {
    (add<T>(x[chain], s, y[chain]), ...);
    (subtract<T>(y[chain], s, x[chain]), ...);
  }
}

template <class T, int bytes, fma::Pattern pattern, size_t... chain>
GPUPEAK_ISA_TARGET void turn_chains(const T* in, T* out, int64_t steps, int64_t passes,
                                    std::index_sequence<chain...> chains) {
  using V = typename Vector<T, bytes>::type;
  using Stored = typename Vector<T, bytes>::stored;
  constexpr size_t lanes = bytes / static_cast<int>(sizeof(T)), pairs = lanes * sizeof...(chain);
  V s = V{} + LaneOf<T>::value(fma::turn_of(dtype_of<T>));
  // No longer a constant: one register holds it, and not a second one its negative.
  asm volatile("" : "+" GPUPEAK_VECTOR_REGISTER(s));
  // When the pairs need every register, the factor's address is shown to the outside: the statements above then make
  // the compiler read it anew, inside the multiply-add instruction. Otherwise it would move pairs out of their
  // registers and back.
  if constexpr (2 * sizeof...(chain) >= vector_registers<bytes>) asm volatile("" : : "r"(&s) : "memory");
  for (int64_t pass = 0; pass < passes; ++pass) {
    V x[sizeof...(chain)], y[sizeof...(chain)];
    ((x[chain] = *reinterpret_cast<const Stored*>(in + chain * lanes)), ...);
    ((y[chain] = *reinterpret_cast<const Stored*>(in + pairs + chain * lanes)), ...);
    for (int64_t pair_of_turns = steps / 2; pair_of_turns > 0; --pair_of_turns) {
      turn_once<T, pattern>(x, y, s, chains);
      turn_once<T, pattern>(x, y, s, chains);
    }
    if (steps % 2 != 0) turn_once<T, pattern>(x, y, s, chains);
    ((*reinterpret_cast<Stored*>(out + chain * lanes) = x[chain]), ...);
    ((*reinterpret_cast<Stored*>(out + pairs + chain * lanes) = y[chain]), ...);
  }
}

template <class T, int bytes, int chains, fma::Pattern pattern>
GPUPEAK_ISA_TARGET void turn_unit(const void* in, void* out, int64_t steps, int64_t passes) {
  turn_chains<T, bytes, pattern>(static_cast<const T*>(in), static_cast<T*>(out), steps, passes,
                                 std::make_index_sequence<chains>());
}

// What a rung's row needs, derived from its one decision: bytes per vector (0: one element) and chains.
template <int bytes, int chains>
struct Shape {
  static int pairs(const fma::Problem& problem) {
    return (problem.pattern == fma::Pattern::dependent ? 1 : chains) *
           (bytes == 0 ? 1 : bytes / row(problem.dtype).bytes);
  }
  template <class T>
  static TurnUnit turn(fma::Pattern pattern) {
    using enum fma::Pattern;
    constexpr int width = bytes == 0 ? sizeof(T) : bytes;
    return pattern == dependent     ? turn_unit<T, width, 1, dependent>
           : pattern == two_sources ? turn_unit<T, width, chains, two_sources>
                                    : turn_unit<T, width, chains, three_sources>;
  }

  template <class... Types>
  static Launch bind_one_of(const fma::Problem& problem, const fma::Operands& operands) {
    TurnUnit chosen = nullptr;
    ((problem.dtype == dtype_of<Types> ? void(chosen = turn<Types>(problem.pattern)) : void()), ...);
    return turn_units(problem, operands, pairs(problem), chosen);
  }
  static Launch bind(Device&, const fma::Problem& problem, const fma::Operands& operands) {
    return bind_one_of<float, double>(problem, operands);
  }
};

}  // namespace
}  // namespace gpupeak::host
