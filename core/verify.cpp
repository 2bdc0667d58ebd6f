#include "core/verify.h"

#include <fmt/format.h>

#include <cmath>
#include <limits>
#include <utility>

namespace gpupeak {

void Comparison::element(double value, double expected, double allowed, int64_t index) {
  ++compared_;
  const double error = std::abs(value - expected);
  // Infinity - infinity and NaN give a NaN error: as bad as it gets, and never <= allowed.
  double ratio = std::numeric_limits<double>::infinity();
  if (error == 0)
    ratio = 0;
  else if (allowed > 0 && std::isfinite(error))
    ratio = error / allowed;
  if (!(error <= allowed)) failed_ = true;
  if (ratio > worst_ratio_) {
    worst_ratio_ = ratio;
    worst_index_ = index;
    worst_error_ = error;
    worst_value_ = value;
    worst_expected_ = expected;
    worst_allowed_ = allowed;
  }
}

void Comparison::fault(std::string what) {
  if (fault_.empty()) fault_ = std::move(what);
}

void Comparison::add(const Comparison& later) {
  if (fault_.empty()) fault_ = later.fault_;
  compared_ += later.compared_;
  failed_ = failed_ || later.failed_;
  if (!(later.worst_ratio_ > worst_ratio_)) return;
  worst_ratio_ = later.worst_ratio_;
  worst_index_ = later.worst_index_;
  worst_error_ = later.worst_error_;
  worst_value_ = later.worst_value_;
  worst_expected_ = later.worst_expected_;
  worst_allowed_ = later.worst_allowed_;
}

Check Comparison::result_with(std::string worst_name) const {
  Check check;
  check.compared = compared_;
  check.worst_error = worst_error_;
  check.allowed = worst_allowed_;
  if (!fault_.empty()) {
    check.where = fault_;
  } else if (compared_ == 0) {
    check.where = "nothing was compared";
  } else if (failed_) {
    check.where = fmt::format("{} is {:.9g}, expected {:.9g} ± {:.2g}", worst_name, worst_value_, worst_expected_,
                              worst_allowed_);
  } else {
    check.ok = true;
    check.where = std::move(worst_name);
  }
  return check;
}

Check both(Check a, Check b) {
  if (!a.ok || !b.ok) {
    Check bad = a.ok ? std::move(b) : std::move(a);
    bad.ok = false;
    return bad;
  }
  const auto severity = [](const Check& c) {
    if (c.worst_error == 0) return 0.0;
    return c.allowed > 0 ? c.worst_error / c.allowed : std::numeric_limits<double>::infinity();
  };
  Check worse = severity(b) > severity(a) ? b : a;
  worse.compared = a.compared + b.compared;
  return worse;
}

}  // namespace gpupeak
