#include "cli/run/remaining_time.h"

#include <algorithm>

namespace gpupeak::cli {
namespace {

// Of a case from which nothing is expected, so that a plan of such has a length too; seconds.
constexpr double least_expected_s = 0.01;

// How much of the plan the expectation counts for against what was seen: one slow case at the start says little.
constexpr double prior_share = 0.05;

}  // namespace

void RemainingTime::plan(std::map<std::string, double> expected_s, std::optional<double> budget_s, double now) {
  *this = {};  // a later plan takes the place of an earlier one
  to_come_ = std::move(expected_s);
  for (auto& [id, expected] : to_come_) {
    expected = std::max(expected, least_expected_s);
    to_come_s_ += expected;
  }
  total_s_ = to_come_s_;
  budget_s_ = budget_s;
  begin_ = settled_ = now;
}

void RemainingTime::started(const std::string& id, double now) {
  const auto found = to_come_.find(id);
  if (found == to_come_.end()) return;
  if (in_hand_.empty()) {
    done_s_ += waiting_s_;
    waiting_s_ = 0;
    settled_ = now;
  }
  to_come_s_ -= found->second;
  in_hand_s_ += found->second;
  in_hand_.insert(to_come_.extract(found));
}

// What was skipped says nothing of how long the others take.
void RemainingTime::finished(const Measurement& measurement, double) {
  const auto found = in_hand_.find(measurement.id.id());
  if (found == in_hand_.end()) return;
  if (measurement.outcome == Outcome::skipped)
    in_hand_s_ -= found->second;
  else
    waiting_s_ += found->second;
  in_hand_.erase(found);
  if (in_hand_.empty()) in_hand_s_ = 0;
}

// Times as long as expected that the cases took which were done when nothing was in hand: results of one ladder land
// together, and a pace taken between two of them would jump.
double RemainingTime::pace() const {
  const double prior = prior_share * total_s_;
  return prior + done_s_ > 0 ? (prior + settled_ - *begin_) / (prior + done_s_) : 1;
}

std::optional<double> RemainingTime::left(double now) const {
  if (!begin_) return std::nullopt;
  const double rest = pace() * std::max(0.0, to_come_s_);
  double left = std::max(rest, rest + pace() * std::max(0.0, in_hand_s_) - (now - settled_));
  if (budget_s_) left = std::min(left, std::max(0.0, *budget_s_ - (now - *begin_)));
  return left;
}

}  // namespace gpupeak::cli
