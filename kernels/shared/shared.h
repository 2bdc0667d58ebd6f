// Family `shared`: loads from the memory that a block's threads share. It has 32 banks of 4 bytes; a load by 32
// threads whose words lie in distinct banks takes one turn, one in which `ways` different words lie in each bank that
// is met takes `ways`. (CUDA C++ Programming Guide, shared memory of compute capability 5.x and later.)
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "core/device.h"
#include "core/generated.h"
#include "core/verify.h"
#include "core/work.h"

namespace gpupeak::shared {

inline constexpr int banks = 32;
inline constexpr int words = 8192;           // of int32 in each unit: 32 KiB
inline constexpr int lanes = 32;             // threads that load together
inline constexpr int loads = words / lanes;  // of a thread in one pass
inline constexpr std::array degrees{1, 2, 4, 8, 16, 32};

// The word that load number `load` of lane `lane` reads: words that lie `ways` apart are in banks that repeat after
// 32 / ways lanes. A pass of 32 lanes reads every word once.
constexpr int word_of(int ways, int lane, int load) { return load / ways * lanes * ways + load % ways + lane * ways; }

struct Problem {
  int ways = 1;
  int units = 1;
  int64_t passes = 1;
};

// `words` are what every unit copies into its shared memory first; `sums` has one element per thread of each unit: what
// it loaded, added up.
struct Operands {
  const int32_t* words;
  int32_t* sums;
};

struct Rung {
  static constexpr std::string_view family = "shared";
  static Problem smallest() { return {}; }

  std::string_view name;
  std::string_view idea;
  int threads;  // of a unit, whole groups of 32
  std::optional<std::string> (*refuses)(const DeviceInfo&, const Problem&);
  Launch (*bind)(Device&, const Problem&, const Operands&);
};

// 4 bytes for every load that a thread asks for, however many turns it takes: conflicts lower the efficiency.
Work work(const Problem&, const Rung&);

class Data {
 public:
  Data(Device&, const Problem&, const Rung&, DataKind, uint64_t seed);
  Operands operands();
  void reset(uint64_t round);
  Check check() const;  // every thread's sum, exactly

 private:
  struct Body;
  std::shared_ptr<Body> body_;
};

}  // namespace gpupeak::shared
