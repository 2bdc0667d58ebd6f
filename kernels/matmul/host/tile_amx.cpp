// 32 x 32 elements of C in four of the eight tiles; two more hold 32 rows of A, two 32 columns of B. Per 64 bytes of
// depth 4 KiB are loaded for 4 instructions of 16 cycles: half of what the first-level cache delivers.
#include "device/host/tiles.h"
#include "kernels/matmul/host/tile.h"

namespace gpupeak::host {
namespace {

constexpr int64_t edge = 32, depth_bytes = int64_t{512} * 2;  // 32 KiB of b stay in the first-level cache

#if defined(__x86_64__)

void enter() {
  const TileShapes shapes = full_tiles();
  asm volatile("ldtilecfg %[shapes]" : : [shapes] "m"(shapes));
}
void leave() { asm volatile("tilerelease"); }

// a: per step 32 rows of 64 bytes; b: per step 16 rows of 32 columns of 4 bytes. c: rows `pitch` bytes apart.
// NOLINTBEGIN(bugprone-macro-parentheses): T and Sum are types
#define GPUPEAK_AMX_TILE(name, T, Sum, op)                                                                            \
  void name(int64_t k, const T* a, const T* b, Sum* c, int64_t stride, bool add) {                                    \
    const int64_t pitch = stride * static_cast<int64_t>(sizeof(Sum));                                                 \
    auto* const lower = c + 16 * stride;                                                                              \
    int64_t steps = k * static_cast<int64_t>(sizeof(T)) / 64;                                                         \
    if (add)                                                                                                          \
      asm volatile(                                                                                                   \
          "tileloadd (%[c],%[pitch]), %%tmm0\n tileloadd 64(%[c],%[pitch]), %%tmm1\n"                                 \
          "tileloadd (%[lower],%[pitch]), %%tmm2\n tileloadd 64(%[lower],%[pitch]), %%tmm3\n"                         \
          :                                                                                                           \
          : [c] "r"(c), [lower] "r"(lower), [pitch] "r"(pitch)                                                        \
          : "memory");                                                                                                \
    else                                                                                                              \
      asm volatile("tilezero %%tmm0\n tilezero %%tmm1\n tilezero %%tmm2\n tilezero %%tmm3\n" : :);                    \
    asm volatile(                                                                                                     \
        "1:\n"                                                                                                        \
        "tileloadd (%[b],%[b_pitch]), %%tmm6\n tileloadd (%[a],%[a_pitch]), %%tmm4\n" op                              \
        " %%tmm6, %%tmm4, %%tmm0\n"                                                                                   \
        "tileloadd 64(%[b],%[b_pitch]), %%tmm7\n" op                                                                  \
        " %%tmm7, %%tmm4, %%tmm1\n"                                                                                   \
        "tileloadd 1024(%[a],%[a_pitch]), %%tmm5\n" op " %%tmm6, %%tmm5, %%tmm2\n" op                                 \
        " %%tmm7, %%tmm5, %%tmm3\n"                                                                                   \
        "add $2048, %[a]\n add $2048, %[b]\n dec %[steps]\n jnz 1b\n"                                                 \
        "tilestored %%tmm0, (%[c],%[pitch])\n tilestored %%tmm1, 64(%[c],%[pitch])\n"                                 \
        "tilestored %%tmm2, (%[lower],%[pitch])\n tilestored %%tmm3, 64(%[lower],%[pitch])\n"                         \
        : [a] "+&r"(a), [b] "+&r"(b), [steps] "+&r"(steps)                                                            \
        : [c] "r"(c), [lower] "r"(lower), [pitch] "r"(pitch), [a_pitch] "r"(int64_t{64}), [b_pitch] "r"(int64_t{128}) \
        : "cc", "memory");                                                                                            \
  }
// NOLINTEND(bugprone-macro-parentheses)
GPUPEAK_AMX_TILE(multiply_bf16, BFloat16, float, "tdpbf16ps")
GPUPEAK_AMX_TILE(multiply_i8, int8_t, int32_t, "tdpbssd")

#else

constexpr void (*enter)() = nullptr;
constexpr void (*leave)() = nullptr;
void multiply_bf16(int64_t, const BFloat16*, const BFloat16*, float*, int64_t, bool) {}
void multiply_i8(int64_t, const int8_t*, const int8_t*, int32_t*, int64_t, bool) {}

#endif

}  // namespace

constinit const Tile<BFloat16, float> tile_amx_bf16{"amx", {"amx_bf16"},  edge, edge, depth_bytes / 2, 768,
                                                    4096,  multiply_bf16, 32,   2,    enter,           leave};
constinit const Tile<int8_t, int32_t> tile_amx_i8{"amx", {"amx_int8"}, edge, edge, depth_bytes, 768,
                                                  4096,  multiply_i8,  64,   4,    enter,       leave};

}  // namespace gpupeak::host
