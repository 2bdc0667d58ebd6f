// Family `gemm`: C = A x B, all row-major and dense: A is m x k, B is k x n, C is m x n. The contract, the work and the
// oracle.
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

namespace gpupeak::gemm {

struct Problem {
  DType dtype = DType::f32;
  int64_t m = 0, n = 0, k = 0;
};

struct Operands {
  const void* a;
  const void* b;
  void* c;
};

struct Rung {
  std::string_view name;
  std::string_view idea;
  bool vendor = false;      // the yardstick the others are compared with
  int64_t rehearse_at = 0;  // slow rung: edge of the small cube that tells how long a real one takes; 0 for fast ones
  std::optional<std::string> (*refuses)(const DeviceInfo&,
                                        const Problem&);  // why it cannot run here, and what to install
  Launch (*bind)(Device&, const Problem&, const Operands&);
};

Bytes working_set(const Problem&);
Work work(const Problem&, const DeviceInfo&, Cache);

// Operand sets and oracle of one case.
class Data {
 public:
  Data(Device&, const Problem&, int sets, DataKind, uint64_t seed);
  Operands operands(int set);
  void reset(uint64_t round);
  // Every element up to 2^16 of them and 2^27 products; beyond that ~1000 seeded ones with all corners and tile edges,
  // plus a randomised product check (Freivalds 1977) over every row, so that no single element can be wrong unseen. In
  // double, with the bound c sqrt(k) u (|A||B|) + u |c| (Higham, Accuracy and Stability, 2nd ed., 3.5).
  Check check() const;

 private:
  struct Body;
  std::shared_ptr<Body> body_;
};

}  // namespace gpupeak::gemm
