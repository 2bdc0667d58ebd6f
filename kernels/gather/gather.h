// Family `gather`: sums of the words of an array of f64 (kernels/common/word_sum.h) in an order that wastes what a
// cache line brings. `stride2` … `stride64` walk it in steps of so many elements, `gather` takes every element in a
// random order that an index array tells. What moves where a load misses is a line of 64 bytes on CPUs and a sector of
// 32, a quarter of a line, on GPUs. A strided pass meets each of them once; bytes moved and bytes used are counted
// apart.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "core/buffer.h"
#include "core/device.h"
#include "core/upkeep.h"
#include "core/verify.h"
#include "core/work.h"
#include "kernels/common/parts.h"

namespace gpupeak::gather {

struct OpRow {
  std::string_view name;
  int64_t stride;  // elements from one access to the next; 0: an index array tells
};
inline constexpr std::array ops{
    OpRow{"stride1", 1},   OpRow{"stride2", 2},   OpRow{"stride4", 4},   OpRow{"stride8", 8},
    OpRow{"stride16", 16}, OpRow{"stride32", 32}, OpRow{"stride64", 64}, OpRow{"gather", 0},
};
const OpRow* op_named(std::string_view);  // null: none of that name

struct Problem {
  int64_t stride = 1;  // 0: by index
  int64_t count = 0;   // elements of the array, and of the index array where there is one
  int units = 1;
  int64_t passes = 1;
  int64_t line = 8;               // elements that move together where a load misses
  bool past_first_level = false;  // as of stream::Problem
};

// The elements that one unit adds up; with an index array, the part of that: what it points to lies anywhere.
constexpr Part part_of(const Problem& problem, int unit) {
  return gpupeak::part_of(problem.count, unit, problem.units);
}

// A strided pass uses the elements whose index is a multiple of this: one per line, or more where the stride is
// shorter.
constexpr int64_t used_every(const Problem& problem) { return std::min(problem.stride, problem.line); }

// Strides longer than a line leave lines out, so that a pass is so many walks, from offsets a line apart.
constexpr int64_t walks_of(int64_t stride, int64_t line) { return std::max<int64_t>(1, stride / line); }

struct Operands {
  const double* b;
  const int64_t* index;  // null with a stride; each element of 0 … count - 1 once, in random order
  uint64_t* sums;        // one per unit: of the words of its part, over all passes
};

struct Rung {
  static constexpr std::string_view family = "gather";
  static Problem smallest() { return {.stride = 0, .count = 4096, .units = 1, .passes = 1}; }

  std::string_view name;
  std::string_view idea;
  bool (*applies)(int64_t stride);
  std::optional<std::string> (*refuses)(const DeviceInfo&, const Problem&);
  Launch (*bind)(Device&, const Problem&, const Operands&);
};

Bytes working_set(const Problem&);
// `used` is 8 bytes per element. Beyond the first-level cache the amounts are the lines that must move: a whole one per
// access where no neighbour in the line is met soon. Of a random gather the nearer caches hold some by chance: the
// share of the array that fits them is not counted, so that the ceiling stays one.
Work work(const Problem&, const DeviceInfo&, Cache);

// What Data costs the host in a round, with so many sets.
Upkeep upkeep(Device&, const Problem&, int sets);

class Data {
 public:
  Data(Device&, const Problem&, int sets, DataKind, uint64_t seed);
  Operands operands(int set);
  void reset(uint64_t round);
  Check check() const;

 private:
  struct Body;
  std::shared_ptr<Body> body_;
};

}  // namespace gpupeak::gather
