// Family `atomics`: what it costs that threads count together. Every thread adds 1 to a counter, again and again; how
// many threads share a counter decides how long each waits for the others. Counters of blocks and warps lie 32 elements
// apart, so that no two share a line; those of threads are neighbours.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "core/device.h"
#include "core/verify.h"
#include "core/work.h"

namespace gpupeak::atomics {

enum class Sharing { one, block, warp, thread, random };

struct SharingRow {
  Sharing id;
  std::string_view name;
  std::string_view summary;
};
inline constexpr std::array sharings{
    SharingRow{Sharing::one, "one", "all threads update one counter"},
    SharingRow{Sharing::block, "block", "one counter per compute unit"},
    SharingRow{Sharing::warp, "warp", "one per 32 threads"},
    SharingRow{Sharing::thread, "thread", "one per thread, neighbours in memory"},
    SharingRow{Sharing::random, "random", "each update draws one of many"},
};
std::optional<Sharing> sharing_named(std::string_view);

enum class Number { i32, f32, f64 };

struct NumberRow {
  Number id;
  std::string_view name;
  double most;  // a counter up to which every sum of ones is exact
};
inline constexpr std::array numbers{
    NumberRow{Number::i32, "i32", 0x1p31 - 1},
    NumberRow{Number::f32, "f32", 0x1p24},
    NumberRow{Number::f64, "f64", 0x1p53},
};
constexpr const NumberRow& row(Number id) { return numbers[static_cast<size_t>(id)]; }
std::optional<Number> number_named(std::string_view);

// How a rung's threads lie.
struct Shape {
  int threads = 1;     // of a unit
  int warp = 1;        // threads that act together
  bool apart = false;  // each unit has counters of its own, in memory that no other unit reaches
};

struct Problem {
  Sharing sharing = Sharing::one;
  Number number = Number::i32;
  int units = 1;
  int64_t updates = 1;  // of each thread in a launch
  Shape shape = {};
};

// Where a thread's counter is. Kernels use it too.
struct Layout {
  int64_t of_unit = 0;  // elements from the first counter of one unit to that of the next
  int64_t group = 1;    // neighbouring threads that share one
  int64_t spacing = 1;  // elements from one group's counter to the next
  int random_bits = 0;  // of 2^bits counters each update draws one; 0: none is drawn

  constexpr int64_t counter(int64_t unit, int64_t thread) const { return unit * of_unit + thread / group * spacing; }
  constexpr int64_t drawn(int64_t unit, uint32_t state) const {
    return unit * of_unit + static_cast<int64_t>(state >> (32 - random_bits));
  }
};
Layout layout(const Problem&);
int64_t elements(const Problem&);          // of all counters
int64_t elements_of_unit(const Problem&);  // where units have their own

// The numbers that choose random counters (a linear congruential generator: Numerical Recipes, 2nd ed., 7.1).
constexpr uint32_t first_draw(int64_t unit, int64_t threads, int64_t thread) {
  return static_cast<uint32_t>(unit * threads + thread) * 2654435761u + 1;
}
constexpr uint32_t next_draw(uint32_t state) { return state * 1664525u + 1013904223u; }

struct Rung {
  static constexpr std::string_view family = "atomics";
  static Problem smallest() { return {.sharing = Sharing::thread}; }

  std::string_view name;
  std::string_view idea;
  Shape shape = {};
  bool (*applies)(Sharing);
  std::optional<std::string> (*refuses)(const DeviceInfo&, const Problem&);
  Launch (*bind)(Device&, const Problem&, void* counters);  // of the problem's number
};

Work work(const Problem&);

class Data {
 public:
  Data(Device&, const Problem&);
  void* counters();
  Launch counting(Launch);  // tells how often it ran, as the totals depend on that
  void reset();             // all counters to 0
  Check check() const;      // every counter, exactly
  // So many launches after a reset keep every counter exact.
  int64_t most_launches() const;

 private:
  struct Body;
  template <class T>
  struct Of;
  std::shared_ptr<Body> body_;
};

}  // namespace gpupeak::atomics
