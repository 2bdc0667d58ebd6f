// 03 · amx. Rung 02 multiplies lane by lane and reads both factors for 16 sums; here one instruction multiplies two
// tiles of 1 KiB and adds 16 x 16 sums, 16 or 32 times as many products (tdpbf16ps, tdpbssd). Six of the eight tiles
// are sums, which covers the latency of 52 cycles at one instruction per 16. Limit: that pace, a row of a tile per
// cycle.
#include "device/host/tiles.h"
#include "kernels/common/host/isa.h"
#include "kernels/dot/dot.h"
#include "kernels/dot/host/add_products.h"

namespace gpupeak::host {
namespace {

constexpr int sums = 6, edge = 16;

// A lies row by row. B lies as the instruction wants it: 2 or 4 elements of a column side by side, then the next
// column.
int a_bf16(int element, int p) { return element / edge * 32 + p; }
int b_bf16(int element, int p) { return p / 2 * 32 + element % edge * 2 + p % 2; }
int a_i8(int element, int p) { return element / edge * 64 + p; }
int b_i8(int element, int p) { return p / 4 * 64 + element % edge * 4 + p % 4; }

dot::Shape shape(const dot::Problem& problem) {
  const int count = problem.dependent ? 1 : sums;
  if (problem.dtype == DType::i8) return {count, edge * edge, 64, edge * 64, edge * 64, a_i8, b_i8};
  return {count, edge * edge, 32, edge * 32, edge * 32, a_bf16, b_bf16};
}

bool takes(DType dtype) { return dtype == DType::i8 || dtype == DType::bf16; }
Resource resource(DType dtype) { return dtype == DType::i8 ? Resource::int8_tensor : Resource::bf16_tensor; }

int64_t steps(DType) { return 10'000; }  // as many as bf16's sums take: one pass

std::optional<std::string> refuses(const DeviceInfo& device, const dot::Problem& problem) {
  if (auto reason = refuses_without(device, problem.dtype == DType::i8 ? "amx_int8" : "amx_bf16")) return reason;
  return why_no_tiles();
}

#if defined(__x86_64__)

#define GPUPEAK_TILE_LOAD(i) "tileloadd 1024*" #i "(%[in],%[row]), %%tmm" #i "\n"
#define GPUPEAK_TILE_STORE(i) "tilestored %%tmm" #i ", 1024*" #i "(%[out],%[row])\n"
#define GPUPEAK_TILE_BF16(i) "tdpbf16ps %%tmm7, %%tmm6, %%tmm" #i "\n"
#define GPUPEAK_TILE_I8(i) "tdpbssd %%tmm7, %%tmm6, %%tmm" #i "\n"
#define GPUPEAK_ONE(op) op(0)
#define GPUPEAK_SIX(op) op(0) op(1) op(2) op(3) op(4) op(5)

// All in one statement, as the compiler knows nothing of tiles. Rows are 64 bytes apart.
#define GPUPEAK_ADD_TILES(name, each, op)                                                                              \
  void name(const void* a, const void* b, const void* in, void* out, int64_t steps) {                                  \
    const TileShapes shapes = full_tiles();                                                                            \
    asm volatile("ldtilecfg %[shapes]\n tileloadd (%[a],%[row]), %%tmm6\n tileloadd (%[b],%[row]), %%tmm7\n" each(   \
                     GPUPEAK_TILE_LOAD) "test %[steps], %[steps]\n jle 2f\n 1:\n" each(op) "dec %[steps]\n jnz 1b\n" \
                 "2:\n" each(GPUPEAK_TILE_STORE) "tilerelease\n"                                                     \
                 : [steps] "+&r"(steps)                                                                              \
                 : [shapes] "m"(shapes), [a] "r"(a), [b] "r"(b), [in] "r"(in), [out] "r"(out), [row] "r"(int64_t{64}) \
                 : "cc", "memory"); \
  }
GPUPEAK_ADD_TILES(six_bf16, GPUPEAK_SIX, GPUPEAK_TILE_BF16)
GPUPEAK_ADD_TILES(six_i8, GPUPEAK_SIX, GPUPEAK_TILE_I8)
GPUPEAK_ADD_TILES(one_bf16, GPUPEAK_ONE, GPUPEAK_TILE_BF16)
GPUPEAK_ADD_TILES(one_i8, GPUPEAK_ONE, GPUPEAK_TILE_I8)

#else

// Never called: no such device lists the feature.
void six_bf16(const void*, const void*, const void*, void*, int64_t) {}
constexpr auto six_i8 = six_bf16, one_bf16 = six_bf16, one_i8 = six_bf16;

#endif

Launch bind(Device&, const dot::Problem& problem, const dot::Operands& operands) {
  const bool i8 = problem.dtype == DType::i8;
  const AddProducts add = problem.dependent ? (i8 ? one_i8 : one_bf16) : (i8 ? six_i8 : six_bf16);
  return add_products(problem, operands, shape(problem), add);
}

}  // namespace

extern constinit const dot::Rung dot_amx{
    .name = "amx",
    .idea = "products of tiles of 16 x 64 bytes (AMX)",
    .resource = resource,
    .takes = takes,
    .shape = shape,
    .refuses = refuses,
    .bind = bind,
    .sums = dot::Sums::usual,
    .steps = steps,
};

}  // namespace gpupeak::host
