// The operands of a product in device memory, and the comparison of what was made of them with the oracle.
#pragma once

#include <cstdint>
#include <memory>

#include "core/buffer.h"
#include "core/upkeep.h"
#include "core/verify.h"
#include "kernels/matmul/matmul.h"

namespace gpupeak::matmul {

class Data {
 public:
  Data(Device&, const Problem&, int sets, DataKind, uint64_t seed);
  Operands operands(int set);
  // The launch as it is; when it accumulates, one that tells how often it ran, as C depends on that.
  Launch counting(int set, Launch);
  void reset(uint64_t round);
  // Every element up to 2^16 of them and 2^27 products; beyond that ~1000 seeded ones with all corners and tile edges,
  // plus a randomised product check (Freivalds 1977) over every row, so that no single element can be wrong unseen. In
  // double, with the bound c sqrt(k) u (|A||B|) + u |c| (Higham, Accuracy and Stability, 2nd ed., 3.5).
  Check check() const;

 private:
  struct Body;
  std::shared_ptr<Body> body_;
};

// What Data costs the host in a round, with so many sets.
Upkeep upkeep(Device&, const Problem&, int sets);

}  // namespace gpupeak::matmul
