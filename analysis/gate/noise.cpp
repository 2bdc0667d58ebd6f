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
  std::vector<std::vector<Job>> stored;
  for (const auto& [id, newest] : history.jobs.back().cases) {
    std::vector<Job> jobs;
    for (const BaselineJob& job : history.jobs)
      if (const auto found = job.cases.find(id);
          found != job.cases.end() && same_baseline_work(found->second.work, newest.work))
        jobs.push_back(found->second.time_s);
    jobs.erase(jobs.begin(), jobs.begin() + static_cast<std::ptrdiff_t>(begin_of_plateau(jobs)));  // as a gate does
    if (jobs.size() < jobs_for_history) continue;
    table.cases.push_back({.id = id, .jobs = jobs.size()});
    stored.push_back(std::move(jobs));
  }
  const std::vector<History> known = histories_of(std::move(stored));
  for (size_t i = 0; i < known.size(); ++i) {
    const History& one = known[i];
    CaseNoise& noise = table.cases[i];
    std::vector<double> means;
    double squares = 0, degrees = 0;
    for (size_t job = 0; job < one.jobs.size(); ++job) {
      const JobFigure& figure = one.figures[job];
      noise.runs += one.jobs[job].size();
      squares += figure.variance * (figure.processes - 1);
      degrees += figure.processes - 1;
      if (std::ranges::find(one.disturbed, job) == one.disturbed.end()) means.push_back(figure.mean);
    }
    if (degrees > 0) noise.between_runs = std::sqrt(squares / degrees);
    noise.between_jobs = std::sqrt(moments(means).variance);
    noise.moderated = std::sqrt(one.between_jobs.value);
    noise.smallest = smallest_found(one.counted, one.between_jobs, limit);
    table.expected_false_alarms += false_alarm_chance(one.counted, one.between_jobs, limit);
  }
  return table;
}

}  // namespace gpupeak
