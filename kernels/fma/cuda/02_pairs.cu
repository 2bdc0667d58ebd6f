// 02 · pairs. Rung 01 gives a thread one element per instruction, which for f16 and bf16 leaves half of a register
// empty; here two of them lie in one register and an instruction turns both (fma.rn.f16x2, fma.rn.bf16x2). So few bits
// round often, and a pass of f16 ends after 85 turns, of two_sources after 19: these are straight code, of 19 three at
// once, and begin again from registers. 98 % and more of what the loop issues are multiply-adds, as of rung 01 99 %.
// Limit: as of rung 01. Not measured yet.
#include "device/cuda/compute_capability.h"
#include "kernels/fma/cuda/turns.cuh"
#include "kernels/fma/fma.h"

namespace gpupeak::cuda {
namespace {

template <class Number, class Pair>
Pair twice(double value) {
  const uint32_t bits = Number(value).bits();
  return Pair{bits << 16 | bits};
}

Launch bind_pairs(Device&, const fma::Problem& problem, const fma::Operands& operands) {
  const double s = fma::turn_of(problem.dtype);
  if (problem.dtype == DType::bf16) return bind_turns(problem, operands, twice<BFloat16, BF16Pair>(s));
  return bind_turns(problem, operands, twice<Float16, F16Pair>(s));
}

bool pairs_takes(DType dtype) { return dtype == DType::f16 || dtype == DType::bf16; }
Resource pairs_resource(DType dtype) { return dtype == DType::bf16 ? Resource::bf16 : Resource::fp16; }
int pairs(const fma::Problem& problem) { return 2 * turned_at_once(problem); }

std::optional<std::string> pairs_refuses(const DeviceInfo& device, const fma::Problem& problem) {
  if (problem.dtype == DType::f16 || compute_capability(device) >= 80) return std::nullopt;
  return lacks_capability("fma of bf16", "8.0 or later", device);
}

}  // namespace

extern constinit const fma::Rung fma_pairs{
    .name = "pairs",
    .idea = "two f16 or bf16 per register and instruction",
    .unrolled = unrolled,
    .resource = pairs_resource,
    .takes = pairs_takes,
    .pairs = pairs,
    .refuses = pairs_refuses,
    .bind = bind_pairs,
};

}  // namespace gpupeak::cuda
