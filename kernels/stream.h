// Family `stream`: bandwidth of read, write, copy and triad on arrays of f64, in the manner of STREAM (J. McCalpin,
// 1995): only the bytes the program asks for are counted, not the line a plain store fetches first.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "core/buffer.h"
#include "core/device.h"
#include "core/verify.h"
#include "core/work.h"

namespace gpupeak::stream {

enum class Op { read, write, copy, triad };

struct OpRow {
  Op id;
  std::string_view name;
  int reads, writes;  // arrays read and written per element
  std::string_view formula;
};
inline constexpr std::array ops{
    OpRow{Op::read, "read", 1, 0, "sum += b[i]"},
    OpRow{Op::write, "write", 0, 1, "a[i] = s"},
    OpRow{Op::copy, "copy", 1, 1, "a[i] = b[i]"},
    OpRow{Op::triad, "triad", 2, 1, "a[i] = b[i] + s*c[i]"},
};
constexpr const OpRow& row(Op op) { return ops[static_cast<size_t>(op)]; }
std::optional<Op> op_named(std::string_view);

inline constexpr double scalar = 3.0;

struct Problem {
  Op op = Op::triad;
  int64_t count = 0;  // elements per array
  int units = 1;
  int64_t passes = 1;  // times the arrays are walked in one launch, so that small arrays make a launch worth timing
};

// The elements of each array that one unit walks: neighbours in memory, whole cache lines but for the arrays' end. The
// same on every device, so that `read` can be checked unit by unit.
struct Range {
  int64_t first = 0, count = 0;
};
Range part_of(const Problem&, int unit);

// a is written, b and c are read; `sums` has one element per unit, written by `read` only: the total over its part and
// all passes. Arrays an op does not use are null.
struct Operands {
  double* a;
  const double* b;
  const double* c;
  double* sums;
};

struct Rung {
  std::string_view name;
  std::string_view idea;
  bool (*applies)(Op);
  std::optional<std::string> (*refuses)(const DeviceInfo&, const Problem&);
  Launch (*bind)(Device&, const Problem&, const Operands&);
};

Bytes working_set(const Problem&);
Work work(const Problem&, const DeviceInfo&, Cache);

class Data {
 public:
  Data(Device&, const Problem&, int sets, DataKind, uint64_t seed);
  Operands operands(int set);
  void reset(uint64_t round);
  Check check() const;

 private:
  struct Body;
  std::shared_ptr<Body> body_;
};

}  // namespace gpupeak::stream
