// 01 · scalar. The plainest fused multiply-add: one element per instruction, as code that no compiler vectorised.
// One chain is one pair in two registers. 8 chains keep 2 instructions of latency 4 in flight per cycle, and with the
// factor fill the 16 registers. Limit: 1 element of the 4-16 that the same instruction could carry.
#include "kernels/common/host/isa.h"

#define GPUPEAK_ISA_TARGET GPUPEAK_TARGET("fma")
#include "kernels/fma/fma.h"
#include "kernels/fma/host/turn_loops.h"

namespace gpupeak::host {
namespace {
using Scalar = Shape<0, 8>;

std::optional<std::string> refuses(const DeviceInfo& device, const fma::Problem&) {
  return is_x86 ? refuses_without(device, "fma") : std::nullopt;
}
}  // namespace

extern constinit const fma::Rung fma_scalar{
    .name = "scalar",
    .idea = "one element per instruction",
    .resource = scalar_resource,
    .takes = is_f32_or_f64,
    .pairs = Scalar::pairs,
    .refuses = refuses,
    .bind = Scalar::bind,
};

}  // namespace gpupeak::host
