// 05 · avx512_fp16. Rung 04 with elements of half the size: 32 per register, twice the work per instruction. A pass
// ends before rounding could hide a missing turn, after 60 turns, and starts again from the same numbers: 28 loads and
// 28 stores beside 3360 multiply-adds. Limit: those, and the drained pipe between two passes.
#include "kernels/common/host/isa.h"

#define GPUPEAK_ISA_TARGET GPUPEAK_TARGET("avx512f")  // the multiply-adds of f16 are written in assembly
#include "kernels/fma/fma.h"
#include "kernels/fma/host/turn_loops.h"

namespace gpupeak::host {
namespace {
#if defined(__x86_64__)
using Wide = Shape<64, 14>;

Launch bind(Device&, const fma::Problem& problem, const fma::Operands& operands) {
  return Wide::bind_one_of<Float16>(problem, operands);
}
#else
using Wide = Shape<16, 15>;
constexpr auto bind = Wide::bind;  // never called: no such device lists the feature
#endif

bool is_f16(DType dtype) { return dtype == DType::f16; }

std::optional<std::string> refuses(const DeviceInfo& device, const fma::Problem&) {
  return refuses_without(device, "avx512_fp16");
}
}  // namespace

extern constinit const fma::Rung fma_avx512_fp16{
    .name = "avx512_fp16",
    .idea = "64 bytes of f16 per instruction (AVX-512 FP16)",
    .resource = vector_resource,
    .takes = is_f16,
    .pairs = Wide::pairs,
    .refuses = refuses,
    .bind = bind,
};

}  // namespace gpupeak::host
