// 03 · avx2. Rung 02 with registers of 32 bytes: twice the work per instruction. 8 chains (2 instructions x latency 4)
// are 16 registers, all there are, so the factor comes from the first-level cache inside the multiply-add. Limit: no
// slack for a latency above 4.
#include "kernels/common/host/isa.h"

#define GPUPEAK_ISA_TARGET GPUPEAK_TARGET("avx2,fma")
#include "kernels/fma/fma.h"
#include "kernels/fma/host/turn_loops.h"

namespace gpupeak::host {
namespace {
using Wide = Shape<vector_bytes(32), 8>;

std::optional<std::string> refuses(const DeviceInfo& device, const fma::Problem&) {
  if (auto reason = refuses_without(device, "fma")) return reason;
  return refuses_without(device, "avx2");
}
}  // namespace

extern constinit const fma::Rung fma_avx2{
    .name = "avx2",
    .idea = "32 bytes per instruction (AVX2)",
    .resource = vector_resource,
    .takes = is_f32_or_f64,
    .pairs = Wide::pairs,
    .refuses = refuses,
    .bind = Wide::bind,
};

}  // namespace gpupeak::host
