// With a budget: which groups of opponents come first, and what no longer fits.
#pragma once

#include <deque>
#include <functional>
#include <map>
#include <span>
#include <vector>

#include "core/upkeep.h"
#include "method/groups.h"
#include "method/schedule.h"
#include "method/suite.h"

namespace gpupeak {

// Of each suite its groups, those first that a reader wants first (Suite::first); suites as the schedule has them.
std::vector<std::deque<Group>> by_worth(std::vector<Group> groups, std::span<const Suite* const> suites);

class RunBudget {
 public:
  // `spent`: of the schedule's budget, before now. Looks at how fast this host draws operands and compares results.
  RunBudget(const Schedule&, std::span<const Suite* const>, const Rank&, Seconds spent);

  // Measures a group; what it needs not (more samples) ends within `time`.
  using RunGroup = std::function<void(const Group&, Seconds time)>;
  // Round after round one group of every suite, the most wanted that fits into the suite's share of what is left (where
  // none does, in the first round the shortest that fits at all); then whatever else fits. Returns the cases that do
  // not.
  std::vector<Group> spend(std::vector<Group>, const RunGroup& run, const std::function<bool()>& interrupted);

  Seconds left() const;  // below 0 when it is overdrawn
  // What these cases take about, with what was learned of this machine while it measured others.
  Seconds expected(std::span<const ScheduledCase* const>) const;

 private:
  // Of a group the vendors' rungs and the best of ours.
  Group best_of(const Group&) const;
  // All of a group that fit into `time`, else the best, else none.
  Group affordable(const Group&, Seconds time) const;
  void run_and_learn(const Group&, Seconds time, const RunGroup& run);
  Seconds foreseen(std::span<const ScheduledCase* const>) const;

  const Schedule& schedule_;
  std::span<const Suite* const> suites_;
  const Rank rank_;
  Seconds end_;  // of the device's clock
  UpkeepRates rates_;
  mutable std::map<const ScheduledCase*, Seconds> foreseen_;
  // Of groups that ended lately: where others use the machine, or a quota holds it back, what follows takes as much
  // longer than foreseen as they did.
  Seconds took_{0}, was_foreseen_{0};
};

}  // namespace gpupeak
