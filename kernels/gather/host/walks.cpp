#include "kernels/gather/host/walks.h"

namespace gpupeak::host {

Launch gather_parts(const gather::Problem& problem, const gather::Operands& operands, GatherWalk walk) {
  return [=](Queue& queue) {
    host(queue).parallel(problem.units, [&](int worker, int workers) {
      for (int unit = worker; unit < problem.units; unit += workers) {
        const Part part = gather::part_of(problem, unit);
        const double* b = operands.index ? operands.b : operands.b + part.first;
        const int64_t* index = operands.index ? operands.index + part.first : nullptr;
        uint64_t sum = 0;
        // A call through a pointer: no pass can be skipped or merged with the next.
        for (int64_t pass = 0; pass < problem.passes; ++pass) sum += walk(b, index, part.count, problem);
        operands.sums[unit] = sum;
      }
    });
  };
}

}  // namespace gpupeak::host
