// Family `fma`: the arithmetic peak. Every lane turns its own pair of numbers, x += s*y then y -= s*x: two dependent
// fused multiply-adds that neither converge, overflow nor fold, so the last value proves that every step was done.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "core/buffer.h"
#include "core/device.h"
#include "core/dtype.h"
#include "core/verify.h"
#include "core/work.h"

namespace gpupeak::fma {

struct Problem {
  DType dtype = DType::f32;
  int units = 1;      // cores (SMs) at work
  int64_t steps = 0;  // turns per launch
};

// in and out are [units][2][pairs]: all x of a unit, then all y. `out` receives the state after problem.steps turns of
// `in`.
struct Operands {
  const void* in;
  void* out;
};

// sin of the angle turned per step: |s| < 1 keeps the pair on an ellipse; not a power of two, so products round.
inline constexpr double turn = 0.0123;

struct Rung {
  std::string_view name;
  std::string_view idea;
  Resource (*resource)(DType);
  int (*pairs)(DType);  // independent pairs per unit: lanes x chains
  std::optional<std::string> (*refuses)(const DeviceInfo&, const Problem&);  // why it cannot run here
  Launch (*bind)(Device&, const Problem&, const Operands&);
};

Work work(const Problem&, const Rung&);

// Operands and oracle of one case.
class Data {
 public:
  Data(Device&, const Problem&, const Rung&, DataKind, uint64_t seed);
  Operands operands();
  void reset(uint64_t round);
  Check check() const;  // every pair of every unit against the matrix of all turns; the bound grows with the steps

 private:
  struct Body;
  std::shared_ptr<Body> body_;
};

}  // namespace gpupeak::fma
