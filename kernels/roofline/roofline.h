// Family `roofline`: from memory-bound to compute-bound in one kernel. Every element is read once, goes through `fmas`
// dependent multiply-adds x = s*x + t, and is written once: 2 fmas flop for 2 elements moved. Where the rate stops
// growing with fmas is the knee of the roofline (S. Williams, A. Waterman, D. Patterson, CACM 52(4), 2009), measured.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "core/device.h"
#include "core/dtype.h"
#include "core/generated.h"
#include "core/verify.h"
#include "core/work.h"

namespace gpupeak::roofline {

struct Problem {
  DType dtype = DType::f32;  // f32 or f64
  int64_t count = 0;         // elements
  int fmas = 1;              // per element
  int units = 1;
};

// in and out are [count].
struct Operands {
  const void* in;
  void* out;
};

// x goes towards 1 slowly: nothing overflows or vanishes, and no two steps do the same.
inline constexpr double s = 0.99, t = 0.01;
// At more of them a missing one could hide in the rounding of the others.
inline constexpr int most_fmas = 512;

struct Rung {
  static constexpr std::string_view family = "roofline";
  static Problem smallest() { return {}; }

  std::string_view name;
  std::string_view idea;
  std::optional<std::string> (*refuses)(const DeviceInfo&, const Problem&);
  Launch (*bind)(Device&, const Problem&, const Operands&);
};

// The elements of one unit: neighbours, whole cache lines but for the array's end.
struct Range {
  int64_t first = 0, count = 0;
};
Range part_of(const Problem&, int unit);

Bytes working_set(const Problem&);
Work work(const Problem&, const DeviceInfo&, Cache);

// Operands and oracle of one case.
class Data {
 public:
  Data(Device&, const Problem&, DataKind, uint64_t seed);
  Operands operands();
  void reset(uint64_t round);
  Check check() const;  // every element against s^n x + t (1 - s^n) / (1 - s)

 private:
  struct Body;
  std::shared_ptr<Body> body_;
};

}  // namespace gpupeak::roofline
