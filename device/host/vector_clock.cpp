// Seen on Sapphire Rapids: 2.96 GHz alone, 2.46 GHz under 512-bit multiply-adds at 2 per cycle; 25 us to fall, 1 us to
// rise.

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <span>

#include "device/host/clock.h"
#include "device/host/cpu_features.h"
#include "device/host/tiles.h"

namespace gpupeak::host {
namespace {

#if defined(__x86_64__)

// Four links of dependent multiplications: 3 cycles each (device/host/clock.cpp).
constexpr double cycles_per_turn = 12;

#define GPUPEAK_LINK "imul %[x], %[x]\n"
#define GPUPEAK_NO_LINK ""
#define GPUPEAK_ZMM(i) "vfmadd231ps %%zmm15, %%zmm14, %%zmm" #i "\n"
#define GPUPEAK_YMM(i) "vfmadd231ps %%ymm15, %%ymm14, %%ymm" #i "\n"

// Registers are zero: their speed does not depend on it, and no denormal, whose does, can come up.
#define GPUPEAK_BESIDE(name, body)                                                                                \
  void name(int64_t turns) {                                                                                      \
    uint32_t x = 3;                                                                                               \
    asm volatile("vzeroall\n1:\n" body "dec %[turns]\n jnz 1b\n vzeroupper\n"                                     \
                 : [x] "+r"(x), [turns] "+r"(turns)                                                               \
                 :                                                                                                \
                 : "cc", "xmm0", "xmm1", "xmm2", "xmm3", "xmm4", "xmm5", "xmm6", "xmm7", "xmm8", "xmm9", "xmm10", \
                   "xmm11", "xmm12", "xmm13", "xmm14", "xmm15");                                                  \
  }

// 22 in 12 cycles: 92 % of two ports. 512-bit ones leave port 1, where integers are multiplied, to the chain.
#define GPUPEAK_ELEVEN(link, f) link f(0) f(1) f(2) f(3) f(4) f(5) link f(6) f(7) f(8) f(9) f(10)
GPUPEAK_BESIDE(zmm_22, GPUPEAK_ELEVEN(GPUPEAK_LINK, GPUPEAK_ZMM) GPUPEAK_ELEVEN(GPUPEAK_LINK, GPUPEAK_ZMM))
GPUPEAK_BESIDE(zmm_22_alone, GPUPEAK_ELEVEN(GPUPEAK_NO_LINK, GPUPEAK_ZMM) GPUPEAK_ELEVEN(GPUPEAK_NO_LINK, GPUPEAK_ZMM))
// 11 in 12 cycles: 92 % of one port, for processors with one 512-bit unit.
#define GPUPEAK_ELEVEN_APART(link, f) link f(0) f(1) f(2) link f(3) f(4) f(5) link f(6) f(7) f(8) link f(9) f(10)
GPUPEAK_BESIDE(zmm_11, GPUPEAK_ELEVEN_APART(GPUPEAK_LINK, GPUPEAK_ZMM))
GPUPEAK_BESIDE(zmm_11_alone, GPUPEAK_ELEVEN_APART(GPUPEAK_NO_LINK, GPUPEAK_ZMM))
// 16 in 12 cycles: 256-bit ones and the chain share a port on Intel, which must not run full.
#define GPUPEAK_EIGHT(link, f) link f(0) f(1) f(2) f(3) link f(4) f(5) f(6) f(7)
GPUPEAK_BESIDE(ymm_16, GPUPEAK_EIGHT(GPUPEAK_LINK, GPUPEAK_YMM) GPUPEAK_EIGHT(GPUPEAK_LINK, GPUPEAK_YMM))
GPUPEAK_BESIDE(ymm_16_alone, GPUPEAK_EIGHT(GPUPEAK_NO_LINK, GPUPEAK_YMM) GPUPEAK_EIGHT(GPUPEAK_NO_LINK, GPUPEAK_YMM))

// 3 products of tiles, 16 cycles each, in 51 cycles: 94 % of the matrix unit.
#define GPUPEAK_6_LINKS(link) link link link link link link
#define GPUPEAK_TILE(i) "tdpbf16ps %%tmm7, %%tmm6, %%tmm" #i "\n"
#define GPUPEAK_THREE_TILES(link) \
  GPUPEAK_TILE(0) GPUPEAK_6_LINKS(link) GPUPEAK_TILE(1) GPUPEAK_6_LINKS(link) GPUPEAK_TILE(2) link link link link link
#define GPUPEAK_BESIDE_TILES(name, link)                                                                          \
  void name(int64_t turns) {                                                                                      \
    uint32_t x = 3;                                                                                               \
    const TileShapes shapes = full_tiles();                                                                       \
    asm volatile(                                                                                                 \
        "ldtilecfg %[shapes]\n tilezero %%tmm0\n tilezero %%tmm1\n tilezero %%tmm2\n tilezero %%tmm6\n tilezero " \
        "%%tmm7\n 1:\n" GPUPEAK_THREE_TILES(link) "dec %[turns]\n jnz 1b\n tilerelease\n"                         \
        : [x] "+r"(x), [turns] "+r"(turns)                                                                        \
        : [shapes] "m"(shapes)                                                                                    \
        : "cc");                                                                                                  \
  }
GPUPEAK_BESIDE_TILES(tiles_3, GPUPEAK_LINK)
GPUPEAK_BESIDE_TILES(tiles_3_alone, GPUPEAK_NO_LINK)

struct Loop {
  const char* feature;
  double cycles;  // of a turn
  int64_t turns;  // 25 us at 2.4 GHz
  void (*with_chain)(int64_t turns);
  void (*alone)(int64_t turns);  // the same multiply-adds without the chain
};
constexpr Loop vector_loops[] = {
    {"avx512f", cycles_per_turn, 5000, zmm_22, zmm_22_alone},
    {"avx512f", cycles_per_turn, 5000, zmm_11, zmm_11_alone},
    {"fma", cycles_per_turn, 5000, ymm_16, ymm_16_alone},
};
constexpr Loop tile_loops[] = {
    {"amx_bf16", 51, 1200, tiles_3, tiles_3_alone},
};

double seconds_of(void (*run)(int64_t), int64_t turns) {
  const auto start = std::chrono::steady_clock::now();
  run(turns);
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

double shortest_of(void (*run)(int64_t), int64_t turns, int tries) {
  double shortest = seconds_of(run, turns);
  for (int i = 1; i < tries; ++i) shortest = std::min(shortest, seconds_of(run, turns));
  return shortest;
}

// The chain sets the pace when leaving it out saves time: 8 % where the units keep up, nothing where they do not.
bool chain_sets_the_pace(const Loop& loop) {
  constexpr int tries = 20;
  return shortest_of(loop.with_chain, loop.turns, tries) >= 1.04 * shortest_of(loop.alone, loop.turns, tries);
}

const Loop* find_loop(std::span<const Loop> loops) {
  for (const Loop& loop : loops)
    if (has(loop.feature) && chain_sets_the_pace(loop)) return &loop;
  return nullptr;
}

Hertz clock_beside(const Loop& loop) {
  constexpr int tries = 3;  // the clock may still be falling during the first
  return Hertz(static_cast<double>(loop.turns) * loop.cycles / shortest_of(loop.with_chain, loop.turns, tries));
}

}  // namespace

std::optional<Hertz> calibrate_vector_clock() {
  static const Loop* const loop = find_loop(vector_loops);
  return loop ? clock_beside(*loop) : calibrate_clock();
}

std::optional<Hertz> calibrate_tile_clock() {
  static const Loop* const loop = allow_tiles() ? find_loop(tile_loops) : nullptr;
  return loop ? clock_beside(*loop) : calibrate_vector_clock();
}

#else

}  // namespace

std::optional<Hertz> calibrate_vector_clock() { return calibrate_clock(); }
std::optional<Hertz> calibrate_tile_clock() { return calibrate_clock(); }

#endif

}  // namespace gpupeak::host
