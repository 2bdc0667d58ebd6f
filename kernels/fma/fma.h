// Family `fma`: the arithmetic peak. Every lane turns its own pair of numbers by two fused multiply-adds that neither
// converge, overflow nor fold, so the last value proves that every step was done. Integers turn modulo 2^32.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <memory>
#include <numbers>
#include <optional>
#include <string>
#include <string_view>

#include "core/buffer.h"
#include "core/device.h"
#include "core/dtype.h"
#include "core/verify.h"
#include "core/work.h"

namespace gpupeak::fma {

// What one turn is. three_sources: x += s*y, y -= s*x, three registers read per instruction. two_sources: x += s*x,
// y -= s*y, two of them, for register files with few ports. dependent: three_sources with a single pair per lane, so
// that every instruction waits for the one before: its latency.
enum class Pattern { three_sources, two_sources, dependent };

struct PatternRow {
  Pattern id;
  std::string_view name;
  std::string_view summary;
};
inline constexpr std::array patterns{
    PatternRow{Pattern::three_sources, "three_sources", "independent x += s*y: the rate"},
    PatternRow{Pattern::two_sources, "two_sources", "independent x += s*x: the rate with two registers read"},
    PatternRow{Pattern::dependent, "dependent", "each waits for the one before: the latency"},
};
std::optional<Pattern> pattern_named(std::string_view);

struct Problem {
  DType dtype = DType::f32;
  int units = 1;       // cores (SMs) at work
  int64_t steps = 0;   // turns per pass
  int64_t passes = 1;  // per launch, each from `in` to `out`
  Pattern pattern = Pattern::three_sources;
};

// in and out are [units][2][pairs]: all x of a unit, then all y. `out` receives the state after problem.steps turns of
// `in`.
struct Operands {
  const void* in;
  void* out;
};

// The s of a turn. Not a power of two where there are bits enough, so that products round; in f16 large, so that a
// missing turn stands out from the rounding of the others, and in bf16 7/32, so that none is lost in it. Of int32 a
// multiple of 4, so that both 1 + s and 1 - s, which two_sources multiplies by, are odd: no bit is ever shifted out.
constexpr double turn_of(DType dtype) {
  return dtype == DType::f16 ? 0.25 : dtype == DType::bf16 ? 0.21875 : dtype == DType::i32 ? 1481765932 : 0.0123;
}

// Largest distance in x or y between a correct result and the oracle, for a pair that starts at radius 1.
// M keeps Q = x^2 + s x y + y^2, whose eigenvalues are 1 ± s/2: in the norm of Q errors are carried on unchanged and
// add up, and the radius stays below k = sqrt((1 + s/2) / (1 - s/2)). A turn rounds x' and y' once each when fused, and
// also s y and s x' when not: in all at most u (1 + s) radius in each, the error of x' entering y' once more by s.
// Hence steps u k^2 sqrt(2) (1 + s)^2; 5 % more cover products of roundings, as steps u stays below 0.04.
constexpr double per_step(DType dtype) {
  const double s = turn_of(dtype), k2 = (1 + s / 2) / (1 - s / 2);
  return 1.05 * row(dtype).unit_roundoff * k2 * std::numbers::sqrt2 * (1 + s) * (1 + s);
}

// The most turns of a pass at which a single missing one is beyond the bound of Data::check(): it moves a pair by
// s radius, so x or y by 0.7 s radius at least; or, of two_sources, a number by s of itself, where what grows by 1 + s
// per turn and what shrinks by 1 - s must stay well inside the type. Of bf16, which is done again turn by turn, a few
// thousand.
constexpr int64_t most_steps(DType dtype, Pattern pattern) {
  if (dtype == DType::i32) return int64_t{1} << 16;
  if (pattern == Pattern::two_sources) {
    const double smallest = dtype == DType::f16 ? 0x1p-8 : 0x1p-64;
    int64_t steps = 0;
    for (double left = 1 - turn_of(dtype); left >= smallest; left *= 1 - turn_of(dtype)) ++steps;
    return steps;
  }
  if (dtype == DType::bf16) return 4096;
  return static_cast<int64_t>(std::min(0x1p16, 0.5 * turn_of(dtype) / per_step(dtype)));
}

struct Rung {
  static constexpr std::string_view family = "fma";
  static Problem smallest() { return {}; }

  std::string_view name;
  std::string_view idea;
  int unrolled = 1;  // turns that its loop does at once, see whole_steps
  Resource (*resource)(DType);
  bool (*takes)(DType);
  int (*pairs)(const Problem&);                                              // per unit: lanes x independent chains
  std::optional<std::string> (*refuses)(const DeviceInfo&, const Problem&);  // why it cannot run here
  Launch (*bind)(Device&, const Problem&, const Operands&);
};

// Whether a rung whose loop does so many turns at once does such a pass without one: a loop's own instructions would be
// too many beside those of few rounds.
constexpr bool loops_not(int64_t steps, int unrolled) { return unrolled > 1 && steps <= int64_t{2} * unrolled; }
// The longest pass of at most so many turns that is done without a loop, or else leaves none to be done singly behind
// its first turn and the loop.
constexpr int64_t whole_steps(int unrolled, int64_t most) {
  return loops_not(most, unrolled) || unrolled == 1 ? most : (most - 1) / unrolled * unrolled + 1;
}
constexpr int64_t whole_steps(const Rung& rung, int64_t most) { return whole_steps(rung.unrolled, most); }

Work work(const Problem&, const Rung&);

}  // namespace gpupeak::fma
