// 01 · avx_vnni. Four int8 products per 32-bit lane, added up in int32 by one instruction of 32 bytes (vpdpbusd), on
// CPUs without AVX-512. 12 sums cover 2 instructions of latency 5. Limit: half the width of rung 02.
#include "kernels/common/host/isa.h"

#define GPUPEAK_ISA_TARGET GPUPEAK_TARGET("avx2")
#include "kernels/dot/dot.h"
#include "kernels/dot/host/add_products.h"
#include "kernels/dot/host/lane_loops.h"

namespace gpupeak::host {
namespace {
constexpr int sums = 12, bytes = vector_bytes(32);

struct Int8 {
  template <class V>
  GPUPEAK_ISA_INLINE static void add(V& sum, const V& a, const V& b) {
#if defined(__x86_64__)
    asm volatile("%{vex%} vpdpbusd %[b], %[a], %[sum]" : [sum] "+x"(sum) : [a] "x"(a), [b] "x"(b));
#endif
  }
};

bool takes(DType dtype) { return dtype == DType::i8; }
Resource resource(DType) { return Resource::int8; }

std::optional<std::string> refuses(const DeviceInfo& device, const dot::Problem&) {
  return refuses_without(device, "avx_vnni");
}

Launch bind(Device&, const dot::Problem& problem, const dot::Operands& operands) {
  return add_products(problem, operands, lanes_shape<bytes, sums>(problem),
                      problem.dependent ? add_all_lanes<Int8, bytes, 1> : add_all_lanes<Int8, bytes, sums>);
}
}  // namespace

extern constinit const dot::Rung dot_avx_vnni{
    .name = "avx_vnni",
    .idea = "32 bytes of int8 per instruction (AVX-VNNI)",
    .resource = resource,
    .takes = takes,
    .shape = lanes_shape<bytes, sums>,
    .refuses = refuses,
    .bind = bind,
};

}  // namespace gpupeak::host
