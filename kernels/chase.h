// Family `chase`: latency. One thread follows a random cycle through every cache line of a buffer; each load needs the one before.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "core/buffer.h"
#include "core/device.h"
#include "core/verify.h"
#include "core/work.h"

namespace gpupeak::chase {

inline constexpr int64_t line_bytes = 64;

struct Problem {
  int64_t lines = 0;   // cache lines in the cycle
  int64_t hops = 0;    // loads per launch
};

// next[i * line_bytes / 8] is the index (in int64 elements) of the line after line i. *end receives the last index reached.
struct Operands {
  const int64_t* next;
  int64_t* end;
};

struct Rung {
  std::string_view name;
  std::string_view idea;
  std::optional<std::string> (*refuses)(const DeviceInfo&, const Problem&);
  Launch (*bind)(Device&, const Problem&, const Operands&);
};

Work work(const Problem&);

class Data {
 public:
  Data(Device&, const Problem&, uint64_t seed);
  Operands operands();
  void reset(uint64_t round);  // a new random cycle
  Check check() const;         // the line reached after problem.hops, exactly

 private:
  struct Body;
  std::shared_ptr<Body> body_;
};

}  // namespace gpupeak::chase
