// The tensors of a convolution in device memory, and the comparison of the result with the oracle.
#pragma once

#include <cstdint>
#include <memory>

#include "core/buffer.h"
#include "core/verify.h"
#include "kernels/conv/conv.h"

namespace gpupeak::conv {

class Data {
 public:
  Data(Device&, const Problem&, int sets, DataKind, uint64_t seed);
  Operands operands(int set);
  void reset(uint64_t round);
  // Every element of what is cheap; else the corners and seeded ones, and all elements in signed sums (sums.h). In
  // double, with the bound of kernels/conv/oracle.h.
  Check check() const;

 private:
  struct Body;
  std::shared_ptr<Body> body_;
};

}  // namespace gpupeak::conv
