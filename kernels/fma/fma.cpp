#include "kernels/fma/fma.h"

#include "core/names.h"

namespace gpupeak::fma {

std::optional<Pattern> pattern_named(std::string_view name) { return id_of(patterns, name); }

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
