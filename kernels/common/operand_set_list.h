// The operand sets of one case: drawn and checked together.
#pragma once

#include <fmt/format.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "core/buffer.h"
#include "core/verify.h"

namespace gpupeak {

// A family's Set has reset(seed) and check(effort), and what else the family asks of it.
template <class Set>
class OperandSetList {
 public:
  explicit OperandSetList(uint64_t seed) : seed_(seed) {}
  void add(std::unique_ptr<Set> set) { sets_.push_back(std::move(set)); }
  Set& at(int set) { return *sets_.at(static_cast<size_t>(set)); }

  // Every set draws numbers of its own.
  void reset(uint64_t round) {
    for (size_t set = 0; set < sets_.size(); ++set) sets_[set]->reset(mix(mix(seed_, round), set));
  }

  // `effort` is shared among them; there must be one at least.
  Check check(double effort) const {
    std::optional<Check> all;
    for (size_t set = 0; set < sets_.size(); ++set) {
      Check one = sets_[set]->check(effort / static_cast<double>(sets_.size()));
      if (sets_.size() > 1) one.where += fmt::format(" in operand set {}", set);
      all = all ? both(std::move(*all), std::move(one)) : std::move(one);
    }
    return *all;
  }

 private:
  uint64_t seed_;
  std::vector<std::unique_ptr<Set>> sets_;
};

}  // namespace gpupeak
