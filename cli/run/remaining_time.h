// How long a run still takes: what is expected of the cases that are left, at the pace of those that are done.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "method/measurement.h"

namespace gpupeak::cli {

class RemainingTime {
 public:
  // Seconds expected of each case that is to come, by id, and of the run's budget that are left. `now` is of the clock
  // that all other calls are told the time by.
  void plan(std::map<std::string, double> expected_s, std::optional<double> budget_s, double now);
  void started(const std::string& id, double now);
  void finished(const Measurement&, double now);
  // Seconds, never above what is left of the budget; nothing before there is a plan.
  std::optional<double> left(double now) const;

 private:
  double pace() const;

  std::map<std::string, double> to_come_;   // neither started nor finished
  std::map<std::string, double> in_hand_;   // opponents of one ladder are started together
  double to_come_s_ = 0, in_hand_s_ = 0;    // sums of them
  double total_s_ = 0;                      // of the plan
  double done_s_ = 0;                       // expected of what was measured by the time `settled_`
  double waiting_s_ = 0;                    // expected of what was measured since
  std::optional<double> begin_, budget_s_;  // of the plan
  double settled_ = 0;                      // when nothing was in hand
};

}  // namespace gpupeak::cli
