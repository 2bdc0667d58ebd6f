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

// What one launch works on, whatever the type of its elements.
template <class Operands>
class OperandSet {
 public:
  virtual ~OperandSet() = default;
  virtual Operands operands() = 0;
  virtual void reset(uint64_t seed) = 0;
  virtual Check check(
      double effort) const = 0;  // about so many multiply-adds, or what the family's oracle has for cost
  int64_t launches = 0;          // since the last reset, where a family counts them
};

template <class Operands>
class OperandSetList {
 public:
  using Set = OperandSet<Operands>;

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
