// Family `dot`: the peak of instructions that add up products of narrow elements, from dot products in vector lanes to
// products of tiles: every element of every sum gains the same dot product of a row of A and a column of B at each
// step. All numbers are whole and small enough that no sum is ever rounded, so the last one proves that every step was
// done.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "core/device.h"
#include "core/dtype.h"
#include "core/suite.h"
#include "core/verify.h"
#include "core/work.h"

namespace gpupeak::dot {

struct Problem {
  DType dtype = DType::bf16;  // bf16: sums in f32; i8: sums in int32, which wrap around
  int units = 1;
  int64_t steps = 0;       // per launch
  bool dependent = false;  // a single sum, so that every instruction waits for the one before: its latency
};

// How one instruction of a rung reads its operands. `a` and `b` are what its two registers hold, as they lie in memory;
// element e of a sum gains the dot product of depth elements a[a_at(e, p)] * b[b_at(e, p)].
struct Shape {
  int sums;      // independent ones per unit
  int elements;  // of a sum
  int depth;
  int operand_elements;  // of a, and of b
  int (*a_at)(int element, int p);
  int (*b_at)(int element, int p);
};

// a and b are [units][operand_elements]; in and out are [units][sums][elements] of f32 or int32. `out` receives
// in + steps times the dot products. Elements of a are never negative, as some instructions read them as unsigned.
struct Operands {
  const void* a;
  const void* b;
  const void* in;
  void* out;
};

struct Rung {
  std::string_view name;
  std::string_view idea;
  Resource (*resource)(DType);
  bool (*takes)(DType);
  Shape (*shape)(const Problem&);
  std::optional<std::string> (*refuses)(const DeviceInfo&, const Problem&);  // why it cannot run here
  Launch (*bind)(Device&, const Problem&, const Operands&);
};

// The most steps of a launch whose sums stay exact: they are below 2^24 in f32.
int64_t most_steps(DType, int depth);

Work work(const Problem&, const Rung&);

// Operands and oracle of one case.
class Data {
 public:
  Data(Device&, const Problem&, const Rung&, DataKind, uint64_t seed);
  Operands operands();
  void reset(uint64_t round);
  Check check() const;  // every element of every sum, with nothing allowed

 private:
  struct Body;
  std::shared_ptr<Body> body_;
};

}  // namespace gpupeak::dot
