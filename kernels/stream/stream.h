// Family `stream`: bandwidth of simple loops over arrays of f64, in the manner of STREAM (J. McCalpin, 1995) and
// BabelStream (T. Deakin et al., 2016): only the bytes the program asks for are counted, not the line a plain store
// fetches first. `write` has one stream of stores; `init`, as BabelStream's, fills three arrays at once, and so shows
// what several streams of stores cost each other.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "core/buffer.h"
#include "core/device.h"
#include "core/upkeep.h"
#include "core/verify.h"
#include "core/work.h"
#include "kernels/common/parts.h"

namespace gpupeak::stream {

enum class Op { read, write, copy, scale, add, triad, dot, init };

struct OpRow {
  Op id;
  std::string_view name;
  int reads, writes;  // arrays read and written per element: a, then b and c, are written first
  std::string_view formula;
  int flops = 0;  // of f64 per element, in one instruction
};
inline constexpr std::array ops{
    OpRow{Op::read, "read", 1, 0, "sum += bits of b[i]"}, OpRow{Op::write, "write", 0, 1, "a[i] = s"},
    OpRow{Op::copy, "copy", 1, 1, "a[i] = b[i]"},         OpRow{Op::scale, "scale", 1, 1, "a[i] = s*b[i]", 1},
    OpRow{Op::add, "add", 2, 1, "a[i] = b[i] + c[i]", 1}, OpRow{Op::triad, "triad", 2, 1, "a[i] = b[i] + s*c[i]", 2},
    OpRow{Op::dot, "dot", 2, 0, "sum += b[i]*c[i]", 2},   OpRow{Op::init, "init", 0, 3, "a[i] = s, b[i] = t, c[i] = u"},
};
constexpr const OpRow& row(Op op) { return ops[static_cast<size_t>(op)]; }
std::optional<Op> op_named(std::string_view);

inline constexpr double scalar = 3.0;
inline constexpr std::array<double, 3> fills{scalar, 5.0, 7.0};  // what `init` stores into a, b and c

struct Problem {
  Op op = Op::triad;
  int64_t count = 0;  // elements per array
  int units = 1;
  int64_t passes = 1;  // times the arrays are walked in one launch, so that small arrays make a launch worth timing
  int blocks = 1;      // of each unit, at once or one after the other; every one walks a part of its own
  bool past_first_level = false;  // loads go round the first-level cache, where a device can do that
};

constexpr int parts(const Problem& problem) { return problem.units * problem.blocks; }
// The elements of each array that are walked as one part.
constexpr Part part_of(const Problem& problem, int part) {
  return gpupeak::part_of(problem.count, part, parts(problem));
}

// a is written, b and c are read, except by `init`, which writes all three; `sums` has one word per part, written by
// `read` and `dot` only: the total over its part and all passes. That of `read` is the sum of the words it loaded
// (kernels/common/word_sum.h), that of `dot` the word of an f64. Arrays an op does not use are null.
struct Operands {
  double* a;
  double* b;
  double* c;
  uint64_t* sums;
};

struct Rung {
  static constexpr std::string_view family = "stream";
  static Problem smallest() { return {.op = Op::write, .count = 4096, .units = 1, .passes = 1}; }

  std::string_view name;
  std::string_view idea;
  bool in_memory_only = false;  // it says nothing about a cache: it goes round them, or its parts are too short there
  int blocks = 1;               // problem.blocks that it is written for
  bool (*applies)(Op);
  std::optional<std::string> (*refuses)(const DeviceInfo&, const Problem&);
  Launch (*bind)(Device&, const Problem&, const Operands&);
};

Bytes working_set(const Problem&);
// Bytes; and f64 arithmetic, where a device has so few units for it that they take longer than the bytes can.
Work work(const Problem&, const DeviceInfo&, Cache);

// What Data costs the host in a round, with so many sets.
Upkeep upkeep(Device&, const Problem&, int sets);

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
