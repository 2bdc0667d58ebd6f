#include "kernels/fma/fma.h"

#include <cmath>

#include "core/names.h"

namespace gpupeak::fma {
std::optional<Pattern> pattern_named(std::string_view name) { return id_of(patterns, name); }

double per_step(DType dtype) {
  const double s = turn_of(dtype), k2 = (1 + s / 2) / (1 - s / 2);
  return 1.05 * row(dtype).unit_roundoff * k2 * std::sqrt(2) * (1 + s) * (1 + s);
}

// A missing turn moves a pair by s radius, so x or y by 0.7 s radius at least; or a number by s of itself.
int64_t most_steps(DType dtype, Pattern pattern) {
  if (dtype == DType::i32) return int64_t{1} << 16;
  if (pattern == Pattern::two_sources) {
    // What grows by 1 + s per turn and what shrinks by 1 - s must stay well inside the type.
    const double range = dtype == DType::f16 ? 8 : 64;
    return static_cast<int64_t>(range / -std::log2(1 - turn_of(dtype)));
  }
  if (dtype == DType::bf16) return 4096;
  return static_cast<int64_t>(std::min(0x1p16, 0.5 * turn_of(dtype) / per_step(dtype)));
}

int64_t whole_steps(const Rung& rung, int64_t most) {
  int64_t unrolled = rung.unrolled;
  while (unrolled > 1 && unrolled > most - 1) unrolled /= 2;
  return unrolled > 1 ? (most - 1) / unrolled * unrolled + 1 : most;
}

Work work(const Problem& problem, const Rung& rung) {
  constexpr double flops_per_turn = 4;  // two fused multiply-adds
  const double pairs = static_cast<double>(problem.units) * rung.pairs(problem);
  const double turns = static_cast<double>(problem.steps) * static_cast<double>(problem.passes);
  Work work;
  work.units = problem.units;
  work.working_set = Bytes(pairs * 4 * row(problem.dtype).bytes);
  if (problem.pattern == Pattern::dependent)
    work.steps = 2 * turns;  // no amount: a chain of latencies has no rate to be compared with
  else
    work.add(rung.resource(problem.dtype), FlopCount(flops_per_turn * pairs * turns));
  return work;
}

}  // namespace gpupeak::fma
