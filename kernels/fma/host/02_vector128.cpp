// 02 · vector128. Rung 01 uses one lane of each register; here 16 bytes turn at once. Every 64-bit CPU has this width
// (SSE, NEON), so on ARM it is the peak: 15 chains feed its 4 units of latency 4 almost fully. Limit on x86: registers
// are 2-4 times as wide.
#include "kernels/common/host/isa.h"

#define GPUPEAK_ISA_TARGET GPUPEAK_TARGET("fma")
#include "kernels/fma/fma.h"
#include "kernels/fma/host/turn_loops.h"

namespace gpupeak::host {
namespace {
using Wide = Shape<vector_bytes(16), is_x86 ? 8 : 15>;

std::optional<std::string> refuses(const DeviceInfo& device, const fma::Problem&) {
  return is_x86 ? refuses_without(device, "fma") : std::nullopt;
}
}  // namespace

extern constinit const fma::Rung fma_vector128{
    .name = "vector128",
    .idea = "16 bytes per instruction (SSE, NEON)",
    .resource = vector_resource,
    .takes = is_f32_or_f64,
    .pairs = Wide::pairs,
    .refuses = refuses,
    .bind = Wide::bind,
};

}  // namespace gpupeak::host
