// The numbers that are turned, in device memory, and the comparison of where they came to with the oracle.
#pragma once

#include <cstdint>
#include <memory>

#include "core/buffer.h"
#include "core/verify.h"
#include "kernels/fma/fma.h"

namespace gpupeak::fma {

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
