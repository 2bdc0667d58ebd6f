#include "analysis/gate/trend.h"

#include <algorithm>
#include <cmath>
#include <span>

#include "analysis/gate/history.h"
#include "statistics/stats.h"
#include "statistics/student_t.h"

namespace gpupeak {
namespace {

constexpr double chance = 1e-3, least_change = 0.02;

// Welch's two-sided test; 1 where nothing differs, 0 where all noise is nought.
double welch(std::span<const double> a, std::span<const double> b) {
  const Moments x = moments(a), y = moments(b);
  const double of_x = x.variance / x.count, of_y = y.variance / y.count;
  if (of_x + of_y <= 0) return x.mean == y.mean ? 1 : 0;
  const double degrees = (of_x + of_y) * (of_x + of_y) / (of_x * of_x / (x.count - 1) + of_y * of_y / (y.count - 1));
  return 2 * student_t_tail(std::abs(x.mean - y.mean) / std::sqrt(of_x + of_y), degrees);
}

// Where a step in these values lies: the split whose parts' means are furthest apart for their sizes.
size_t split_of(std::span<const double> values) {
  size_t best = 1;
  double most = -1;
  for (size_t i = 2; i + 2 <= values.size(); ++i) {
    const Moments before = moments(values.first(i)), after = moments(values.subspan(i));
    const double apart =
        std::pow(before.mean - after.mean, 2) * before.count * after.count / (before.count + after.count);
    if (apart > most) most = apart, best = i;
  }
  return best;
}

}  // namespace

std::vector<Step> steps_of(const std::vector<double>& series) {
  const std::vector<double> ordered = logs(series);
  const std::span<const double> all(ordered);
  std::vector<Step> steps;
  size_t from = 0;  // behind the last step
  for (size_t end = from + 2 * newest_jobs; end <= all.size(); ++end) {
    const size_t newest = end - newest_jobs;
    const size_t first = std::max(from, newest > most_before ? newest - most_before : 0);
    if (newest < first + newest_jobs) continue;
    const std::span<const double> before = all.subspan(first, newest - first), now = all.subspan(newest, newest_jobs);
    const double change = median(now) - median(before);
    if (std::abs(change) < std::log1p(least_change)) continue;
    const double p = welch(undisturbed(before), now);
    if (!(p < chance)) continue;
    Step step;
    std::vector<double> plateaus(all.begin() + static_cast<std::ptrdiff_t>(first),
                                 all.begin() + static_cast<std::ptrdiff_t>(end));
    for (const size_t disturbed : disturbed_of(before, {})) plateaus[disturbed] = median(before);
    step.job = first + split_of(plateaus);
    step.change = std::expm1(change);
    step.p = p;
    steps.push_back(step);
    from = step.job;
    end = std::max(end, from + 2 * newest_jobs - 1);
  }
  return steps;
}

size_t begin_of_plateau(const std::vector<std::vector<double>>& jobs) {
  std::vector<double> series;
  for (const std::vector<double>& job : jobs) series.push_back(median(job));
  const std::vector<Step> steps = steps_of(series);
  return steps.empty() ? 0 : steps.back().job;
}

Trend trend_of(const BaselineClass& history) {
  Trend trend;
  if (history.jobs.empty()) return trend;
  const auto pinned = std::ranges::find(history.jobs, true, &BaselineJob::pinned);
  for (const auto& [id, newest] : history.jobs.back().cases) {
    std::vector<double> series;
    std::vector<size_t> jobs;
    for (size_t i = 0; i < history.jobs.size(); ++i)
      if (const auto found = history.jobs[i].cases.find(id);
          found != history.jobs[i].cases.end() && same_baseline_work(found->second.work, newest.work)) {
        series.push_back(median(found->second.time_s));
        jobs.push_back(i);
      }
    if (series.size() < 2 * newest_jobs) continue;
    ++trend.cases;
    std::vector<Step> steps = steps_of(series);
    for (Step& step : steps) {
      step.id = id;
      step.job = jobs[step.job];
      trend.steps.push_back(step);
    }
    if (pinned == history.jobs.end() || !steps.empty()) continue;
    const auto since = static_cast<size_t>(pinned - history.jobs.begin());
    const auto at = pinned->cases.find(id);
    if (at == pinned->cases.end() || !same_baseline_work(at->second.work, newest.work)) continue;
    const double change = median(std::span(series).last(newest_jobs)) / median(at->second.time_s) - 1;
    if (change >= least_change) trend.creeps.push_back({id, since, change});
  }
  return trend;
}

}  // namespace gpupeak
