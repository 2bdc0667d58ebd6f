// The loop of a step, written once for every rule and type; once for each instruction set
// (kernels/common/host/each_isa.h).
#include <cstring>
#include <type_traits>

#include "kernels/common/host/isa.h"
#include "kernels/optimizer/host/updates.h"
#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace gpupeak::host {
namespace {
namespace GPUPEAK_ISA {

using optimizer::Rule;

inline constexpr int vector_size = vector_bytes(GPUPEAK_ISA_BYTES);
inline constexpr int64_t lanes = vector_size / static_cast<int>(sizeof(float));
typedef float V __attribute__((vector_size(vector_size)));
typedef uint32_t Bits __attribute__((vector_size(vector_size)));
typedef uint16_t Halves __attribute__((vector_size(vector_size / 2)));

// By reference: a vector argument wider than the base instruction set has no settled calling convention.
GPUPEAK_ISA_INLINE void load(V& value, const float* from) { std::memcpy(&value, from, sizeof value); }
GPUPEAK_ISA_INLINE void store(float* to, const V& value) { std::memcpy(to, &value, sizeof value); }

// bf16 is the upper half of a float.
GPUPEAK_ISA_INLINE void load(V& value, const BFloat16* from) {
  Halves halves;
  std::memcpy(&halves, from, sizeof halves);
  const Bits bits = __builtin_convertvector(halves, Bits) << 16;
  std::memcpy(&value, &bits, sizeof value);
}

// To nearest, ties to even; a NaN stays one.
GPUPEAK_ISA_INLINE void store(BFloat16* to, const V& value) {
  Bits bits;
  std::memcpy(&bits, &value, sizeof bits);
  const Bits rounded = (bits + 0x7fff + ((bits >> 16) & 1)) >> 16;
  const Bits quiet = (bits >> 16) | 0x40;
  const Bits is_nan = (Bits)((bits & 0x7fffffff) > 0x7f800000);
  const Halves halves = __builtin_convertvector((is_nan & quiet) | (~is_nan & rounded), Halves);
  std::memcpy(static_cast<void*>(to), &halves, sizeof halves);
}

GPUPEAK_ISA_INLINE void take_root(V& value) {
#if !defined(__x86_64__)
  for (int64_t lane = 0; lane < lanes; ++lane) value[lane] = __builtin_sqrtf(value[lane]);
#elif GPUPEAK_ISA_BYTES == 64
  value = (V)_mm512_maskz_sqrt_ps(0xffff, (__m512)value);
#elif GPUPEAK_ISA_BYTES == 32
  value = (V)_mm256_sqrt_ps((__m256)value);
#else
  value = (V)_mm_sqrt_ps((__m128)value);
#endif
}

template <class T>
struct Pieces {
  T* parameters;
  const T* gradients;
  float *weights, *m, *v;
};

// One vector of parameters, from element i on.
template <Rule rule, class T>
GPUPEAK_ISA_INLINE void update_vector(const Pieces<T>& at, int64_t i, const optimizer::Scalars& s) {
  V g, w;
  load(g, at.gradients + i);
  load(w, at.weights + i);
  if constexpr (rule == Rule::sgd) {
    w -= s.learning_rate * g;
  } else if constexpr (rule == Rule::momentum) {
    V m;
    load(m, at.m + i);
    m = s.momentum * m + g;
    store(at.m + i, m);
    w -= s.learning_rate * m;
  } else {
    V m, v;
    load(m, at.m + i);
    load(v, at.v + i);
    m = s.beta1 * m + s.rest1 * g;
    v = s.beta2 * v + s.rest2 * (g * g);
    store(at.m + i, m);
    store(at.v + i, v);
    take_root(v);
    const V step = s.step_size * m / (v * s.unbias2 + s.epsilon);
    if constexpr (rule == Rule::adamw) w *= s.kept;
    w -= step;
  }
  store(at.weights + i, w);
  if constexpr (!std::is_same_v<T, float>) store(at.parameters + i, w);
}

// What does not fill a vector passes through one beside the arenas.
template <Rule rule, class T>
GPUPEAK_ISA_TARGET void update_rest(const Pieces<T>& at, int64_t first, int64_t rest, const optimizer::Scalars& s) {
  alignas(64) T parameters[lanes]{}, gradients[lanes]{};
  alignas(64) float weights[lanes] = {}, m[lanes] = {}, v[lanes] = {};
  const auto in = [rest, first](auto* to, const auto* array) {
    if (array) std::memcpy(static_cast<void*>(to), array + first, static_cast<size_t>(rest) * sizeof *to);
  };
  const auto out = [rest, first](auto* array, const auto* from) {
    if (array) std::memcpy(static_cast<void*>(array + first), from, static_cast<size_t>(rest) * sizeof *from);
  };
  in(gradients, at.gradients), in(weights, at.weights), in(m, at.m), in(v, at.v);
  update_vector<rule, T>({parameters, gradients, weights, m, v}, 0, s);
  out(at.weights, weights), out(at.m, m), out(at.v, v), out(at.parameters, parameters);
}

template <Rule rule, class T>
GPUPEAK_ISA_TARGET void update(const optimizer::Operands& operands, int64_t count, const optimizer::Scalars& s) {
  const Pieces<T> at{static_cast<T*>(operands.parameters), static_cast<const T*>(operands.gradients), operands.weights,
                     operands.m, operands.v};
  int64_t i = 0;
  for (; i + 2 * lanes <= count; i += 2 * lanes) {
    update_vector<rule, T>(at, i, s);
    update_vector<rule, T>(at, i + lanes, s);
  }
  for (; i + lanes <= count; i += lanes) update_vector<rule, T>(at, i, s);
  if (i < count) update_rest<rule, T>(at, i, count - i, s);
}

// In the order of optimizer::Rule.
template <class T>
constexpr std::array<Update, optimizer::rules.size()> make_updates() {
  return {update<Rule::sgd, T>, update<Rule::momentum, T>, update<Rule::adam, T>, update<Rule::adamw, T>};
}

}  // namespace GPUPEAK_ISA
}  // namespace
}  // namespace gpupeak::host
