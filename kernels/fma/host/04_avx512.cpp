// 04 · avx512. Rung 03 with registers of 64 bytes, and 32 of them: 14 chains (28 registers) plus the factor leave slack
// over the 8 that 2 instructions of latency 4 need. Limit: the number of 64-byte multiply-add units, 2 on server cores
// and 1 on others.
#include "kernels/common/host/isa.h"

#define GPUPEAK_ISA_TARGET GPUPEAK_TARGET("avx512f")
#include "kernels/fma/fma.h"
#include "kernels/fma/host/turn_loops.h"

namespace gpupeak::host {
namespace {
using Wide = Shape<vector_bytes(64), 14>;

std::optional<std::string> refuses(const DeviceInfo& device, const fma::Problem&) {
  return refuses_without(device, "avx512f");
}
}  // namespace

extern constinit const fma::Rung fma_avx512{
    .name = "avx512",
    .idea = "64 bytes per instruction (AVX-512)",
    .resource = vector_resource,
    .takes = is_f32_or_f64,
    .pairs = Wide::pairs,
    .refuses = refuses,
    .bind = Wide::bind,
};

}  // namespace gpupeak::host
