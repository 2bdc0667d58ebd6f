// Family `launch`: what it costs to start work. A launch adds one to every counter of an array, so the last values
// tell how often it ran; with a single counter next to nothing is left but the start.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "core/device.h"
#include "core/verify.h"
#include "core/work.h"

namespace gpupeak::launch {

// round_trip: start one and wait for it. queued: start one after the other, wait for the last.
enum class Op { round_trip, queued };

struct OpRow {
  Op id;
  std::string_view name;
  std::string_view summary;
};
inline constexpr std::array ops{
    OpRow{Op::round_trip, "round_trip", "start one, wait for it"},
    OpRow{Op::queued, "queued", "start one after the other, wait for the last"},
};
std::optional<Op> op_named(std::string_view);

struct Problem {
  Op op = Op::round_trip;
  int64_t count = 1;  // counters
};

struct Operands {
  int64_t* counters;
};

struct Rung {
  static constexpr std::string_view family = "launch";
  static Problem smallest() { return {}; }

  std::string_view name;
  std::string_view idea;
  int64_t chain = 1;  // kernels that one launch starts, one behind the other: each adds one
  bool (*applies)(Op);
  std::optional<std::string> (*refuses)(const DeviceInfo&, const Problem&);
  Launch (*bind)(Device&, const Problem&, const Operands&);  // waits itself for a round trip
};

// Steps are the kernels of a launch, so that the latency is that of one. Each counter is read and written; a single one
// is no traffic to speak of and not counted.
Work work(const Problem&, const Rung&, const DeviceInfo&, Cache);

// The counters of one case and how often they should have been raised.
class Data {
 public:
  Data(Device&, const Problem&, const Rung&, uint64_t seed);
  Operands operands();
  Launch counting(Launch);     // the same launch, which remembers that it was started
  void reset(uint64_t round);  // counters start at random values
  Check check() const;         // every counter, exactly

 private:
  struct Body;
  std::shared_ptr<Body> body_;
};

}  // namespace gpupeak::launch
