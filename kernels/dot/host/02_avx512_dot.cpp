// 02 · avx512_dot. Rung 01 with 64 bytes, and bf16 pairs added up in f32 (vdpbf16ps): 2 or 4 products per 32-bit lane.
// 24 of the 32 registers are sums, which covers a latency of 12 at 2 per cycle. Limit: two a cycle for int8; bf16
// is issued every second cycle on Sapphire Rapids (both probed).
#include "kernels/common/host/isa.h"

#define GPUPEAK_ISA_TARGET GPUPEAK_TARGET("avx512f")
#include "kernels/dot/dot.h"
#include "kernels/dot/host/add_products.h"
#include "kernels/dot/host/lane_loops.h"

namespace gpupeak::host {
namespace {
constexpr int sums = 24, bytes = vector_bytes(64);

struct Int8 {
  template <class V>
  GPUPEAK_ISA_INLINE static void add(V& sum, const V& a, const V& b) {
#if defined(__x86_64__)
    asm volatile("vpdpbusd %[b], %[a], %[sum]" : [sum] "+v"(sum) : [a] "v"(a), [b] "v"(b));
#endif
  }
};
struct BFloat {
  template <class V>
  GPUPEAK_ISA_INLINE static void add(V& sum, const V& a, const V& b) {
#if defined(__x86_64__)
    asm volatile("vdpbf16ps %[b], %[a], %[sum]" : [sum] "+v"(sum) : [a] "v"(a), [b] "v"(b));
#endif
  }
};

bool takes(DType dtype) { return dtype == DType::i8 || dtype == DType::bf16; }
Resource resource(DType dtype) { return dtype == DType::i8 ? Resource::int8 : Resource::bf16; }

std::optional<std::string> refuses(const DeviceInfo& device, const dot::Problem& problem) {
  return refuses_without(device, problem.dtype == DType::i8 ? "avx512_vnni" : "avx512_bf16");
}

template <class Instruction>
AddProducts chosen(const dot::Problem& problem) {
  return problem.dependent ? add_all_lanes<Instruction, bytes, 1> : add_all_lanes<Instruction, bytes, sums>;
}

Launch bind(Device&, const dot::Problem& problem, const dot::Operands& operands) {
  return add_products(problem, operands, lanes_shape<bytes, sums>(problem),
                      problem.dtype == DType::i8 ? chosen<Int8>(problem) : chosen<BFloat>(problem));
}
}  // namespace

extern constinit const dot::Rung dot_avx512{
    .name = "avx512_dot",
    .idea = "64 bytes of bf16 or int8 per instruction (AVX-512 BF16, VNNI)",
    .resource = resource,
    .takes = takes,
    .shape = lanes_shape<bytes, sums>,
    .refuses = refuses,
    .bind = bind,
};

}  // namespace gpupeak::host
