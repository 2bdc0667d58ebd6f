// Comparing a result with its oracle so that nothing can slip through: !(error <= allowed), so NaN never passes.
#pragma once

#include <cstdint>
#include <string>

namespace gpupeak {

// What a verification found. `ok` only when something was compared and every comparison held.
struct Check {
  bool ok = false;
  int64_t compared = 0;
  double worst_error = 0;  // absolute error where error / allowed was largest (0 allowed counts as infinitely far)
  double allowed = 0;      // the bound there
  std::string where;       // "C[3,17]", or what else was wrong: "input A was overwritten at byte 128"
};

// Gathers comparisons into a Check.
class Comparison {
 public:
  // `index` is only turned into text by `describe` for the worst element.
  void element(double value, double expected, double allowed, int64_t index);
  void fault(std::string what);  // wrong regardless of numbers: red zone, overwritten input
  // What another thread compared: the same as if its elements had followed here.
  void add(const Comparison& later);
  // Elements that a device's own digest of them proved right.
  void proven(int64_t count) { compared_ += count; }
  // `describe(index)` names the worst element.
  template <class Describe>
  Check result(Describe describe) const {
    return result_with(worst_index_ < 0 ? std::string() : describe(worst_index_));
  }

 private:
  Check result_with(std::string worst_name) const;

  int64_t compared_ = 0;
  int64_t worst_index_ = -1;
  double worst_ratio_ = -1;
  double worst_error_ = 0;
  double worst_value_ = 0;
  double worst_expected_ = 0;
  double worst_allowed_ = 0;
  bool failed_ = false;
  std::string fault_;
};

// First fault wins, otherwise the sum of what both compared: for results made of several buffers.
Check both(Check a, Check b);

}  // namespace gpupeak
