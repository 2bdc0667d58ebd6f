// In assembly from end to end, so that no compiler folds, moves or re-orders an instruction of a loop that is counted.
// Chains are independent and enough to cover latency x ports: 12 for 5 cycles x 2 ports on x86, 24 for 4 x 4 (and more)
// on Arm. Register contents are zero: speed does not depend on them, and denormals, whose does, cannot come up.
#include "device/host/issue_loops.h"

#include "device/host/cpu_features.h"
#include "device/host/tiles.h"

namespace gpupeak::host {
namespace {

struct IssueLoopsRow {
  Issue issue;
  const char* feature;  // that must be there; widest first, "" is always there
  IssueLoop loop;
};

#define GPUPEAK_12(op) op(0) op(1) op(2) op(3) op(4) op(5) op(6) op(7) op(8) op(9) op(10) op(11)
#define GPUPEAK_16(op) GPUPEAK_12(op) op(12) op(13) op(14) op(15)
#define GPUPEAK_24(op) GPUPEAK_16(op) op(16) op(17) op(18) op(19) op(20) op(21) op(22) op(23)

#if defined(__x86_64__)

// `begin` and `end` run once; `body` holds the counted instructions.
#define GPUPEAK_LOOP(name, begin, body, end)                                                                       \
  void name(int64_t turns, void* buffer) {                                                                         \
    asm volatile(begin "1:\n" body "dec %[turns]\n jnz 1b\n" end                                                   \
                 : [turns] "+&r"(turns)                                                                            \
                 : [p] "r"(buffer)                                                                                 \
                 : "cc", "memory", "xmm0", "xmm1", "xmm2", "xmm3", "xmm4", "xmm5", "xmm6", "xmm7", "xmm8", "xmm9", \
                   "xmm10", "xmm11", "xmm12", "xmm13", "xmm14", "xmm15");                                          \
  }

#define GPUPEAK_CLEAR(i) "vxorps %%xmm" #i ", %%xmm" #i ", %%xmm" #i "\n"
#define GPUPEAK_CLEAR_ALL GPUPEAK_16(GPUPEAK_CLEAR)
#define GPUPEAK_LEAVE "vzeroupper\n"

#define GPUPEAK_ZMM_PS(i) "vfmadd231ps %%zmm15, %%zmm14, %%zmm" #i "\n"
#define GPUPEAK_ZMM_PD(i) "vfmadd231pd %%zmm15, %%zmm14, %%zmm" #i "\n"
#define GPUPEAK_YMM_PS(i) "vfmadd231ps %%ymm15, %%ymm14, %%ymm" #i "\n"
#define GPUPEAK_YMM_PD(i) "vfmadd231pd %%ymm15, %%ymm14, %%ymm" #i "\n"
#define GPUPEAK_ZMM_PH(i) "vfmadd231ph %%zmm15, %%zmm14, %%zmm" #i "\n"
#define GPUPEAK_ZMM_BF16(i) "vdpbf16ps %%zmm15, %%zmm14, %%zmm" #i "\n"
#define GPUPEAK_ZMM_I8(i) "vpdpbusd %%zmm15, %%zmm14, %%zmm" #i "\n"
#define GPUPEAK_YMM_I8(i) "%{vex%} vpdpbusd %%ymm15, %%ymm14, %%ymm" #i "\n"
#define GPUPEAK_XMM_SS(i) "vfmadd231ss %%xmm15, %%xmm14, %%xmm" #i "\n"
#define GPUPEAK_XMM_SD(i) "vfmadd231sd %%xmm15, %%xmm14, %%xmm" #i "\n"
#define GPUPEAK_ZMM_LOAD(i) "vmovups 64*" #i "(%[p]), %%zmm" #i "\n"
#define GPUPEAK_YMM_LOAD(i) "vmovups 32*" #i "(%[p]), %%ymm" #i "\n"
#define GPUPEAK_XMM_LOAD(i) "movups 16*" #i "(%[p]), %%xmm" #i "\n"
#define GPUPEAK_ZMM_STORE(i) "vmovups %%zmm" #i ", 64*" #i "(%[p])\n"
#define GPUPEAK_YMM_STORE(i) "vmovups %%ymm" #i ", 32*" #i "(%[p])\n"
#define GPUPEAK_XMM_STORE(i) "movups %%xmm" #i ", 16*" #i "(%[p])\n"

GPUPEAK_LOOP(zmm_ps, GPUPEAK_CLEAR_ALL, GPUPEAK_12(GPUPEAK_ZMM_PS) GPUPEAK_12(GPUPEAK_ZMM_PS), GPUPEAK_LEAVE)
GPUPEAK_LOOP(zmm_pd, GPUPEAK_CLEAR_ALL, GPUPEAK_12(GPUPEAK_ZMM_PD) GPUPEAK_12(GPUPEAK_ZMM_PD), GPUPEAK_LEAVE)
GPUPEAK_LOOP(ymm_ps, GPUPEAK_CLEAR_ALL, GPUPEAK_12(GPUPEAK_YMM_PS) GPUPEAK_12(GPUPEAK_YMM_PS), GPUPEAK_LEAVE)
GPUPEAK_LOOP(ymm_pd, GPUPEAK_CLEAR_ALL, GPUPEAK_12(GPUPEAK_YMM_PD) GPUPEAK_12(GPUPEAK_YMM_PD), GPUPEAK_LEAVE)
GPUPEAK_LOOP(zmm_ph, GPUPEAK_CLEAR_ALL, GPUPEAK_12(GPUPEAK_ZMM_PH) GPUPEAK_12(GPUPEAK_ZMM_PH), GPUPEAK_LEAVE)
GPUPEAK_LOOP(zmm_bf16, GPUPEAK_CLEAR_ALL, GPUPEAK_12(GPUPEAK_ZMM_BF16) GPUPEAK_12(GPUPEAK_ZMM_BF16), GPUPEAK_LEAVE)
GPUPEAK_LOOP(zmm_i8, GPUPEAK_CLEAR_ALL, GPUPEAK_12(GPUPEAK_ZMM_I8) GPUPEAK_12(GPUPEAK_ZMM_I8), GPUPEAK_LEAVE)
GPUPEAK_LOOP(ymm_i8, GPUPEAK_CLEAR_ALL, GPUPEAK_12(GPUPEAK_YMM_I8) GPUPEAK_12(GPUPEAK_YMM_I8), GPUPEAK_LEAVE)
GPUPEAK_LOOP(xmm_ss, GPUPEAK_CLEAR_ALL, GPUPEAK_12(GPUPEAK_XMM_SS) GPUPEAK_12(GPUPEAK_XMM_SS), GPUPEAK_LEAVE)
GPUPEAK_LOOP(xmm_sd, GPUPEAK_CLEAR_ALL, GPUPEAK_12(GPUPEAK_XMM_SD) GPUPEAK_12(GPUPEAK_XMM_SD), GPUPEAK_LEAVE)
GPUPEAK_LOOP(zmm_load, "", GPUPEAK_16(GPUPEAK_ZMM_LOAD), GPUPEAK_LEAVE)
GPUPEAK_LOOP(ymm_load, "", GPUPEAK_16(GPUPEAK_YMM_LOAD), GPUPEAK_LEAVE)
GPUPEAK_LOOP(xmm_load, "", GPUPEAK_16(GPUPEAK_XMM_LOAD), "")
GPUPEAK_LOOP(zmm_store, GPUPEAK_CLEAR_ALL, GPUPEAK_16(GPUPEAK_ZMM_STORE), GPUPEAK_LEAVE)
GPUPEAK_LOOP(ymm_store, GPUPEAK_CLEAR_ALL, GPUPEAK_16(GPUPEAK_YMM_STORE), GPUPEAK_LEAVE)
GPUPEAK_LOOP(xmm_store, "", GPUPEAK_16(GPUPEAK_XMM_STORE), "")

// Six sums of 16 x 16 elements; tiles 6 and 7 are the factors. Nothing else in the program touches tiles meanwhile.
#define GPUPEAK_TILES(op) op(0) op(1) op(2) op(3) op(4) op(5)
#define GPUPEAK_TILE_CLEAR(i) "tilezero %%tmm" #i "\n"
#define GPUPEAK_TILE_BF16(i) "tdpbf16ps %%tmm7, %%tmm6, %%tmm" #i "\n"
#define GPUPEAK_TILE_I8(i) "tdpbssd %%tmm7, %%tmm6, %%tmm" #i "\n"
#define GPUPEAK_TILE_LOOP(name, op)                                                                                     \
  void name(int64_t turns, void*) {                                                                                     \
    allow_tiles();                                                                                                      \
    const TileShapes shapes = full_tiles();                                                                             \
    asm volatile("ldtilecfg %[shapes]\n" GPUPEAK_TILES(GPUPEAK_TILE_CLEAR) "tilezero %%tmm6\n tilezero %%tmm7\n"      \
                 "1:\n" GPUPEAK_TILES(op) "dec %[turns]\n jnz 1b\n tilerelease\n"                                     \
                 : [turns] "+&r"(turns)                                                                               \
                 : [shapes] "m"(shapes)                                                                               \
                 : "cc"); \
  }
GPUPEAK_TILE_LOOP(tile_bf16, GPUPEAK_TILE_BF16)
GPUPEAK_TILE_LOOP(tile_i8, GPUPEAK_TILE_I8)

// clang-format off
constexpr IssueLoopsRow issue_loops_rows[] = {
    {Issue::fma_f16,        "avx512_fp16", {zmm_ph,    24, 32}},
    {Issue::dot_bf16,       "avx512_bf16", {zmm_bf16,  24, 32}},
    {Issue::dot_i8,         "avx512_vnni", {zmm_i8,    24, 64}},
    {Issue::dot_i8,         "avx_vnni",    {ymm_i8,    24, 32}},
    {Issue::tile_bf16,      "amx_bf16",    {tile_bf16,  6, 16 * 16 * 32}},
    {Issue::tile_i8,        "amx_int8",    {tile_i8,    6, 16 * 16 * 64}},
    {Issue::fma_f64,        "avx512f", {zmm_pd,    24,  8}},
    {Issue::fma_f64,        "fma",     {ymm_pd,    24,  4}},
    {Issue::fma_f32,        "avx512f", {zmm_ps,    24, 16}},
    {Issue::fma_f32,        "fma",     {ymm_ps,    24,  8}},
    {Issue::fma_f64_scalar, "fma",     {xmm_sd,    24,  1}},
    {Issue::fma_f32_scalar, "fma",     {xmm_ss,    24,  1}},
    {Issue::load,           "avx512f", {zmm_load,  16, 64}},
    {Issue::load,           "avx",     {ymm_load,  16, 32}},
    {Issue::load,           "",        {xmm_load,  16, 16}},
    {Issue::store,          "avx512f", {zmm_store, 16, 64}},
    {Issue::store,          "avx",     {ymm_store, 16, 32}},
    {Issue::store,          "",        {xmm_store, 16, 16}},
};
// clang-format on

constexpr const char* missing = "";

#elif defined(__aarch64__)

#define GPUPEAK_LOOP(name, body)                                                                                    \
  void name(int64_t turns, void* buffer) {                                                                          \
    asm volatile("1:\n" body "subs %[turns], %[turns], #1\n b.ne 1b\n"                                              \
                 : [turns] "+&r"(turns)                                                                             \
                 : [p] "r"(buffer)                                                                                  \
                 : "cc", "memory", "v0", "v1", "v2", "v3", "v4", "v5", "v6", "v7", "v8", "v9", "v10", "v11", "v12", \
                   "v13", "v14", "v15", "v16", "v17", "v18", "v19", "v20", "v21", "v22", "v23", "v30", "v31");      \
  }

// With v31 zero every accumulator keeps what it held: no value can run away into infinities or denormals.
#define GPUPEAK_V_F32(i) "fmla v" #i ".4s, v31.4s, v31.4s\n"
#define GPUPEAK_V_F64(i) "fmla v" #i ".2d, v31.2d, v31.2d\n"
#define GPUPEAK_S_F32(i) "fmadd s" #i ", s31, s31, s" #i "\n"
#define GPUPEAK_S_F64(i) "fmadd d" #i ", d31, d31, d" #i "\n"
#define GPUPEAK_V_LOAD(i) "ldr q" #i ", [%[p], #16*" #i "]\n"
#define GPUPEAK_V_STORE(i) "str q31, [%[p], #16*" #i "]\n"
#define GPUPEAK_ZERO "movi v31.2d, #0\n"

GPUPEAK_LOOP(v_f32, GPUPEAK_ZERO GPUPEAK_24(GPUPEAK_V_F32))
GPUPEAK_LOOP(v_f64, GPUPEAK_ZERO GPUPEAK_24(GPUPEAK_V_F64))
GPUPEAK_LOOP(s_f32, GPUPEAK_ZERO GPUPEAK_24(GPUPEAK_S_F32))
GPUPEAK_LOOP(s_f64, GPUPEAK_ZERO GPUPEAK_24(GPUPEAK_S_F64))
GPUPEAK_LOOP(v_load, GPUPEAK_16(GPUPEAK_V_LOAD))
GPUPEAK_LOOP(v_store, GPUPEAK_16(GPUPEAK_V_STORE))

// clang-format off
constexpr IssueLoopsRow issue_loops_rows[] = {
    {Issue::fma_f64,        "asimd", {v_f64,   24,  2}},
    {Issue::fma_f32,        "asimd", {v_f32,   24,  4}},
    {Issue::fma_f64_scalar, "",      {s_f64,   24,  1}},
    {Issue::fma_f32_scalar, "",      {s_f32,   24,  1}},
    {Issue::load,           "asimd", {v_load,  16, 16}},
    {Issue::store,          "asimd", {v_store, 16, 16}},
};
// clang-format on

constexpr const char* missing = "";

#else

constexpr IssueLoopsRow issue_loops_rows[] = {{Issue::fma_f64, "?", {}}};
constexpr const char* missing = "issue rates are probed on x86-64 and AArch64 only";

#endif

}  // namespace

IssueLoopOrReason issue_loop(Issue issue) {
  const auto usable = [](std::string_view feature) {
    return feature.empty() || (has(feature) && (!feature.starts_with("amx") || allow_tiles()));
  };
  for (const IssueLoopsRow& row : issue_loops_rows)
    if (row.issue == issue && usable(row.feature)) return {row.loop, ""};
  return {std::nullopt, missing};
}

}  // namespace gpupeak::host
