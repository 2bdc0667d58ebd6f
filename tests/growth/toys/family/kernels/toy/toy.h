// Family `toy`: numbers are doubled, to see what a family costs.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "core/buffer.h"
#include "core/verify.h"
#include "core/work.h"

namespace gpupeak::toy {

struct Problem {
  int64_t count = 1;  // numbers
};

struct Operands {
  const float* in;
  float* out;
};

struct Rung {
  static constexpr std::string_view family = "toy";
  static Problem smallest() { return {}; }

  std::string_view name;
  std::string_view idea;
  std::optional<std::string> (*refuses)(const DeviceInfo&, const Problem&);
  Launch (*bind)(Device&, const Problem&, const Operands&);
};

Work work(const Problem&, const DeviceInfo&, Cache);

class Data {
 public:
  Data(Device&, const Problem&, DataKind, uint64_t seed);
  Operands operands();
  void reset(uint64_t round);
  Check check() const;  // every number, exactly

 private:
  struct Body;
  std::shared_ptr<Body> body_;
};

}  // namespace gpupeak::toy
