// The loop of the `dot` rungs whose sums are vectors: lane l gains the dot product of group l of a and group l of b.
// Included once per instruction set, after GPUPEAK_ISA_TARGET has been defined.
#include <cstdint>
#include <utility>

#include "kernels/dot/dot.h"

namespace gpupeak::host {
namespace {

inline int lane_bf16(int element, int p) { return 2 * element + p; }
inline int lane_i8(int element, int p) { return 4 * element + p; }

// `bytes` wide registers, `sums` of them; 4 bytes of a and b per lane.
template <int bytes, int sums>
dot::Shape lanes_shape(const dot::Problem& problem) {
  const bool i8 = problem.dtype == DType::i8;
  const int depth = i8 ? 4 : 2, lanes = bytes / 4;
  const auto at = i8 ? lane_i8 : lane_bf16;
  return {problem.dependent ? 1 : sums, lanes, depth, lanes * depth, lanes * depth, at, at};
}

// Instruction::add(sum, a, b) is the one counted; written in assembly, so that nothing is folded.
template <class Instruction, int bytes, size_t... sum>
GPUPEAK_ISA_TARGET void add_lanes(const void* a_in, const void* b_in, const void* in, void* out, int64_t steps,
                                  std::index_sequence<sum...>) {
  typedef int32_t V __attribute__((vector_size(bytes)));
  typedef int32_t Stored __attribute__((vector_size(bytes), aligned(4), may_alias));
  const V a = *static_cast<const Stored*>(a_in), b = *static_cast<const Stored*>(b_in);
  V sums[sizeof...(sum)];
  ((sums[sum] = static_cast<const Stored*>(in)[sum]), ...);
  for (int64_t step = steps; step > 0; --step) (Instruction::add(sums[sum], a, b), ...);
  ((static_cast<Stored*>(out)[sum] = sums[sum]), ...);
}

template <class Instruction, int bytes, int sums>
GPUPEAK_ISA_TARGET void add_all_lanes(const void* a, const void* b, const void* in, void* out, int64_t steps) {
  add_lanes<Instruction, bytes>(a, b, in, out, steps, std::make_index_sequence<sums>());
}

}  // namespace
}  // namespace gpupeak::host
