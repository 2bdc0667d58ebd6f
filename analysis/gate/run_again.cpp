#include "analysis/gate/run_again.h"

namespace gpupeak {

Job job_again(const Question& asked, const Confirmation* confirmed) {
  if (!confirmed) return {};
  const auto again = confirmed->again.find(asked.id);
  return again == confirmed->again.end() ? Job{} : costs(again->second, *asked.metric);
}

std::vector<double> in_turn(const Question& asked, const Confirmation* confirmed) {
  std::vector<double> ratios;
  if (!confirmed) return ratios;
  const auto pairs = confirmed->pairs.find(asked.id);
  if (pairs == confirmed->pairs.end()) return ratios;
  for (const Confirmation::Pair& pair : pairs->second) {
    const Job before = costs(pair.before, *asked.metric), now = costs(pair.now, *asked.metric);
    if (!before.empty() && !now.empty()) ratios.push_back(mean_log({now}) - mean_log({before}));
  }
  return ratios;
}

}  // namespace gpupeak
