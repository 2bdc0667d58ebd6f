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
#include "core/generated.h"
#include "core/verify.h"
#include "core/work.h"

namespace gpupeak::dot {

struct Problem {
  DType dtype = DType::bf16;  // sums are f32, of f64 they are f64, of i8 int32, which wrap around
  int units = 1;
  int64_t steps = 0;       // per pass
  bool dependent = false;  // a single sum, so that every instruction waits for the one before: its latency
  int64_t passes = 1;      // per launch, odd: each from `in` to `out`, or there and back by turns
};

// How one instruction of a rung reads its operands. `a` and `b` are what its two registers hold, as they lie in memory;
// element e of a sum gains the dot product of depth elements a[a_at(e, p)] * b[b_at(e, p)].
struct Shape {
  int sums;      // independent ones per unit
  int elements;  // of a sum
  int depth;
  int a_elements, b_elements;
  int (*a_at)(int element, int p);
  int (*b_at)(int element, int p);
};

// a is [units][a_elements], b likewise; in and out are [units][sums][elements] of the type of the sums. `out` receives
// in + steps times the dot products. Elements of a are never negative, as some instructions read them as unsigned.
struct Operands {
  const void* a;
  const void* b;
  const void* in;
  void* out;
};

// What a rung adds up in.
enum class Sums { usual, f16 };  // usual: f32; f64 of f64, int32 of i8

constexpr int64_t usual_steps(DType) { return int64_t{1} << 16; }

struct Rung {
  static constexpr std::string_view family = "dot";
  static Problem smallest() { return {}; }

  std::string_view name;
  std::string_view idea;
  Resource (*resource)(DType);
  bool (*takes)(DType);
  Shape (*shape)(const Problem&);
  std::optional<std::string> (*refuses)(const DeviceInfo&, const Problem&);  // why it cannot run here
  Launch (*bind)(Device&, const Problem&, const Operands&);
  Sums sums = Sums::usual;
  int64_t (*steps)(DType) = usual_steps;  // of all passes of a launch, so that it is worth timing
  int unrolled = 1;                       // steps that its loop does at once; what is left of a pass is done singly
};

// Whole numbers up to here are the elements of a and b, so that many products stay exact: 7, or less where sums have
// few bits; 127 of i8.
int largest(DType, Sums);

// The most steps of a pass whose sums stay exact: below 2^24 in f32, 2^11 in f16. Of e4m3 below 2^13: matrix units are
// said to align its products to 13 bits of fraction before adding (DeepSeek-V3 technical report,
// arXiv:2412.19437, 3.3.2).
int64_t most_steps(DType, Sums, int depth);
// The most steps of a pass, of at most `most`, that leave none to be done singly.
int64_t whole_steps(const Rung&, int64_t most);

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
