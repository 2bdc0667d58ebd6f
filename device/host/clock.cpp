// The chain must be of instructions that no core folds or renames away: adding a constant is folded at rename on new
// Intel cores and reads 17 GHz, so x86 multiplies.
#include "device/host/clock.h"

#include <algorithm>
#include <chrono>
#include <cstdint>

namespace gpupeak::host {
namespace {

constexpr double aimed_s = 20e-6;
constexpr double guessed_hz = 3e9;  // only sizes the chain
constexpr int chains = 3;
constexpr int links = 32;  // instructions per turn of the loop; its counter runs beside the chain

#define GPUPEAK_TWICE(x) x x
#define GPUPEAK_32_TIMES(x) GPUPEAK_TWICE(GPUPEAK_TWICE(GPUPEAK_TWICE(GPUPEAK_TWICE(GPUPEAK_TWICE(x)))))

#if defined(__x86_64__)

// 32-bit imul: 3 cycles on Intel since Nehalem (2008), Atoms included, and on AMD Zen (uops.info; A. Fog, instruction
// tables).
constexpr int cycles_per_link = 3;
constexpr const char* method = "a chain of dependent integer multiplications, 3 cycles each";

void chain(int64_t turns) {
  uint32_t x = 3;
  asm volatile("1:\n" GPUPEAK_32_TIMES("imul %[x], %[x]\n") "dec %[turns]\n jnz 1b\n"
               : [x] "+&r"(x), [turns] "+&r"(turns)
               :
               : "cc");
}

#elif defined(__aarch64__)

// Register plus register: 1 cycle on every AArch64 core known, while multiplies take 2 to 4.
constexpr int cycles_per_link = 1;
constexpr const char* method = "a chain of dependent integer additions, 1 cycle each";

void chain(int64_t turns) {
  uint64_t x = 3, y = 5;
  asm volatile("1:\n" GPUPEAK_32_TIMES("add %[x], %[x], %[y]\n") "subs %[turns], %[turns], #1\n b.ne 1b\n"
               : [x] "+&r"(x), [turns] "+&r"(turns)
               : [y] "r"(y)
               : "cc");
}

#else

constexpr int cycles_per_link = 0;  // not known
constexpr const char* method = "not known for this processor";
void chain(int64_t) {}

#endif

#undef GPUPEAK_32_TIMES
#undef GPUPEAK_TWICE

}  // namespace

std::optional<Hertz> calibrate_clock() {
  if (cycles_per_link == 0) return std::nullopt;
  using Clock = std::chrono::steady_clock;
  constexpr double cycles_per_turn = double{links} * std::max(cycles_per_link, 1);
  constexpr auto turns = static_cast<int64_t>(aimed_s * guessed_hz / cycles_per_turn);
  double shortest_s = 1;
  for (int i = 0; i < chains; ++i) {
    const auto start = Clock::now();
    chain(turns);
    shortest_s = std::min(shortest_s, std::chrono::duration<double>(Clock::now() - start).count());
  }
  return Hertz(static_cast<double>(turns) * cycles_per_turn / shortest_s);
}

const char* clock_method() { return method; }

}  // namespace gpupeak::host
