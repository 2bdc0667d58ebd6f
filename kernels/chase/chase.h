// Family `chase`: latency. One thread follows a random cycle through every cache line of a buffer; each load needs the
// one before.
#pragma once

#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "core/buffer.h"
#include "core/device.h"
#include "core/upkeep.h"
#include "core/verify.h"
#include "core/work.h"

namespace gpupeak::chase {

inline constexpr int64_t line_bytes = 64;

// The buffer is never smaller than a huge page, so that a device gives it one: with pages of 4 KiB, even the
// second-level cache holds more than the first translation buffer reaches, and a hop would also wait for the second.
inline constexpr Bytes least_buffer = mib(2);

struct Problem {
  int64_t lines = 0;                                             // cache lines in the cycle
  int64_t hops = 0;                                              // loads per launch
  int64_t most_stretches = std::numeric_limits<int64_t>::max();  // more evict nothing that fewer leave in a cache
};

// What leads from line to line: the address of an element of the buffer, as the device knows it. A load gives what the
// next one needs, and no instruction calculates between them: one that adds an index to a base is a quarter of the
// latency of a GPU's first-level cache.
using Address = uint64_t;

// Each line begins with the address of the line after it; `lines` is the first. *start is where a launch begins, *end
// receives the last address it reached.
struct Operands {
  const Address* lines;
  const Address* start;
  Address* end;
};

// Launches it takes to visit every line, or as many as are wanted: each walks its own stretch of the one cycle, whose
// lines lie all over the buffer. Launches that rotate through the stretches never meet a line that a recent launch left
// in a cache, which repeating one stretch would.
int64_t stretches(const Problem&);

struct Rung {
  static constexpr std::string_view family = "chase";
  static Problem smallest() { return {.lines = 64, .hops = 64}; }

  std::string_view name;
  std::string_view idea;
  int64_t hops = int64_t{1} << 16;  // of a launch: some milliseconds where each waits for memory
  Seconds longest_hop{0.2e-6};      // for plans: what one takes at most, about
  // Whether what evicts the caches is read before each window. Where the whole device reads thousands of times as fast
  // as one thread hops, that is cheaper than a cycle so long that it evicts itself.
  bool empties_caches = false;
  std::optional<std::string> (*refuses)(const DeviceInfo&, const Problem&);
  Launch (*bind)(Device&, const Problem&, const Operands&);
};

Work work(const Problem&);

// What Data costs the host in a round.
Upkeep upkeep(Device&, const Problem&);

class Data {
 public:
  Data(Device&, const Problem&, uint64_t seed);
  Operands operands(int64_t stretch);
  void reset(uint64_t round);  // a new random cycle
  Check check() const;         // the line that every stretch reached after problem.hops, exactly

 private:
  struct Body;
  std::shared_ptr<Body> body_;
};

}  // namespace gpupeak::chase
