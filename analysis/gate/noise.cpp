#include "analysis/gate/noise.h"

#include <algorithm>
#include <cmath>

#include "analysis/gate/decide.h"
#include "analysis/gate/trend.h"
#include "statistics/student_t.h"

namespace gpupeak {

NoiseTable noise_table(const BaselineClass& history, double limit) {
  NoiseTable table;
  if (history.jobs.empty()) return table;
  std::vector<std::vector<Job>> all;
  for (const auto& [id, newest] : history.jobs.back().cases) {
    std::vector<Job> jobs;
    for (const BaselineJob& job : history.jobs)
      if (const auto found = job.cases.find(id);
          found != job.cases.end() && same_baseline_work(found->second.work, newest.work))
        jobs.push_back(found->second.time_s);
    jobs.erase(jobs.begin(), jobs.begin() + static_cast<std::ptrdiff_t>(begin_of_plateau(jobs)));  // as a gate does
    if (jobs.size() < jobs_for_history) continue;
    CaseNoise noise{.id = id, .jobs = jobs.size()};
    std::vector<double> means;
    double squares = 0;
    size_t degrees = 0;
    for (const Job& job : jobs) {
      const Moments within = moments(logs(job));
      means.push_back(within.mean);
      squares += within.variance * (within.count - 1);
      degrees += job.size() - 1;
      noise.runs += job.size();
    }
    if (degrees > 0) noise.between_runs = std::sqrt(squares / static_cast<double>(degrees));
    noise.between_jobs = std::sqrt(moments(means).variance);
    table.cases.push_back(noise);
    all.push_back(std::move(jobs));
  }
  const std::optional<Noise> pooled = noise_of(all);
  for (size_t i = 0; i < table.cases.size(); ++i) {
    CaseNoise& one = table.cases[i];
    const Noise spread = moderated(all[i], pooled);
    one.moderated = std::sqrt(spread.variance);
    one.smallest = smallest_found(all[i].size(), spread, limit);
    table.expected_false_alarms += false_alarm_chance(one.jobs, spread, limit);
  }
  return table;
}

}  // namespace gpupeak
