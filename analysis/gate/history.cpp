#include "analysis/gate/history.h"

#include <algorithm>
#include <cmath>

#include "statistics/stats.h"
#include "statistics/student_t.h"

namespace gpupeak {
namespace {

// Chosen by the simulation: so far off, as deviations; and how unlikely scatter of the others may be before it is the
// job's own, and none of its processes the one that was disturbed.
constexpr size_t processes_to_leave_one_out = 5;
constexpr double deviations_off = 4, scatter_of_its_own = 1e-4;
// A job that the others make as unlikely as that was disturbed as a whole.
constexpr size_t fewest_jobs_to_leave_one_out = 5, jobs_to_leave_one_out = 10;
constexpr double chance_of_disturbed = 1e-5;
constexpr double first_degrees = 4;  // of what the cases say together, while disturbed jobs are among theirs

// A deviation, as a logarithm, below which nothing is told: a clock may be so coarse that all stored times are alike.
constexpr double least_deviation = 1e-3;

// For normal values: the median of absolute deviations over the deviation.
constexpr double deviations_of_mad = 1.4826;

struct Farthest {
  size_t place = 0;
  double off = 0;  // from the mean of the others
};

Farthest farthest_of(std::span<const double> values) {
  const auto count = static_cast<double>(values.size());
  double sum = 0;
  for (const double value : values) sum += value;
  Farthest farthest;
  for (size_t i = 0; i < values.size(); ++i) {
    const double off = values[i] - (sum - values[i]) / (count - 1);
    if (std::abs(off) > std::abs(farthest.off)) farthest = {i, off};
  }
  return farthest;
}

// Between the processes of these jobs, whatever a few of them do: the median over the jobs.
Variance usual_between_processes(const std::vector<Job>& jobs) {
  std::vector<double> of_jobs;
  double degrees = 0;
  for (const Job& job : jobs) {
    if (job.size() < 2) continue;
    const Moments one = moments(logs(job));
    of_jobs.push_back(std::exp(log_of({1, one.count - 1}).median) * one.variance);
    degrees += one.count - 1;
  }
  return of_jobs.empty() ? Variance{} : Variance{median(of_jobs), degrees};
}

std::vector<const JobFigure*> counted_figures(const History& history) {
  std::vector<const JobFigure*> counted;
  for (size_t i = 0; i < history.figures.size(); ++i)
    if (std::ranges::find(history.disturbed, i) == history.disturbed.end()) counted.push_back(&history.figures[i]);
  return counted;
}

Variance pooled_between_processes(const History& history) {
  double squares = 0, degrees = 0;
  for (const JobFigure* one : counted_figures(history)) {
    squares += one->variance * (one->processes - 1);
    degrees += one->processes - 1;
  }
  return degrees > 0 ? Variance{squares / degrees, degrees} : Variance{};
}

std::vector<double> counted_means(const History& history) {
  std::vector<double> means;
  for (const JobFigure* one : counted_figures(history)) means.push_back(one->mean);
  return means;
}

Variance variance_of(std::span<const double> values) {
  const Moments all = moments(values);
  return {all.variance, all.count - 1};
}

// What scatters little within a job scatters little between jobs, so where both are known their ratio is alike over the
// cases of a suite, however calm or noisy each is.
bool tells_ratio(const Variance& between_jobs, const Variance& between_processes) {
  return between_jobs.value > 0 && between_processes.value > 0 && between_processes.degrees >= 4;
}

// Of one case, what the prior of the ratio, or of the variance itself, says of its variance between jobs.
Variance prior_for(const History& history, const Variance& of_ratio, const Variance& of_variance) {
  const Variance& within = history.between_processes;
  if (!(within.value > 0) || !(of_ratio.degrees > 0)) return of_variance;
  return {of_ratio.value * within.value, 1 / (1 / of_ratio.degrees + 1 / within.degrees)};
}

struct Priors {
  Variance ratio, variance;
};

Priors priors_of(const std::vector<History>& all) {
  std::vector<LogVariance> ratios, variances;
  for (const History& one : all) {
    const Variance own = variance_of(counted_means(one));
    if (!(own.degrees >= 3) || !(own.value > 0)) continue;
    const Variance& within = one.between_processes;
    if (tells_ratio(own, within))
      ratios.push_back(log_ratio(own, within));
    else
      variances.push_back(log_of(own));
  }
  return {prior_of(ratios), prior_of(variances)};
}

// The same before it is known which jobs were disturbed: by median deviations, which one job does not move.
Priors first_priors_of(const std::vector<History>& all) {
  std::vector<double> ratios, variances;
  for (const History& one : all) {
    if (one.figures.size() < fewest_jobs_to_leave_one_out) continue;
    std::vector<double> means, off;
    for (const JobFigure& figure : one.figures) means.push_back(figure.mean);
    const double middle = median(means);
    for (const double mean : means) off.push_back(std::abs(mean - middle));
    const double variance = std::pow(deviations_of_mad * median(off), 2);
    if (one.between_processes.value > 0)
      ratios.push_back(variance / one.between_processes.value);
    else
      variances.push_back(variance);
  }
  const auto typical = [](const std::vector<double>& values) {
    return values.size() < fewest_to_know_alike ? Variance{} : Variance{median(values), first_degrees};
  };
  return {typical(ratios), typical(variances)};
}

// How likely it is that jobs which differ as the others do are as far apart as this one is from them.
double chance_of(double off, std::span<const double> others, const Variance& prior) {
  const Moments rest = moments(others);
  const double degrees = rest.count - 1 + prior.degrees;
  const double variance = ((rest.count - 1) * rest.variance + prior.degrees * prior.value) / degrees;
  const double least = std::max(variance, least_deviation * least_deviation);
  return student_t_tail(std::abs(off) / std::sqrt(least * (1 + 1 / rest.count)), degrees);
}

}  // namespace

std::vector<size_t> disturbed_of(std::span<const double> means, const Variance& prior) {
  std::vector<size_t> disturbed;
  if (means.size() < fewest_jobs_to_leave_one_out) return disturbed;
  std::vector<double> left(means.begin(), means.end());
  std::vector<size_t> places;
  for (size_t i = 0; i < means.size(); ++i) places.push_back(i);
  while (disturbed.size() < std::max<size_t>(1, means.size() / jobs_to_leave_one_out)) {
    const Farthest worst = farthest_of(left);
    std::vector<double> others = left;
    others.erase(others.begin() + static_cast<std::ptrdiff_t>(worst.place));
    if (!(chance_of(worst.off, others, prior) < chance_of_disturbed)) break;
    disturbed.push_back(places[worst.place]);
    places.erase(places.begin() + static_cast<std::ptrdiff_t>(worst.place));
    left = std::move(others);
  }
  return disturbed;
}

std::vector<double> undisturbed(std::span<const double> means) {
  const std::vector<size_t> disturbed = disturbed_of(means, {});
  std::vector<double> left;
  for (size_t i = 0; i < means.size(); ++i)
    if (std::ranges::find(disturbed, i) == disturbed.end()) left.push_back(means[i]);
  return left;
}

JobFigure figure_of(const Job& job, const Variance& between_processes) {
  return figure_of_logs(logs(job), between_processes);
}

JobFigure figure_of_logs(std::span<const double> processes, const Variance& between_processes) {
  std::vector<double> values(processes.begin(), processes.end());
  std::vector<size_t> places;
  for (size_t i = 0; i < values.size(); ++i) places.push_back(i);
  const auto figure = [](const std::vector<double>& counted, std::vector<LeftOut> left_out) {
    const Moments m = moments(counted);
    return JobFigure{m.mean, m.variance, m.count, std::move(left_out)};
  };
  JobFigure whole = figure(values, {});
  if (!(between_processes.degrees > 0)) return whole;
  const double usual = std::max(between_processes.value, least_deviation * least_deviation);
  std::vector<LeftOut> left_out;
  while (left_out.size() < processes.size() / processes_to_leave_one_out) {
    const Farthest worst = farthest_of(values);
    const auto others = static_cast<double>(values.size() - 1);
    if (std::abs(worst.off) <= deviations_off * std::sqrt(usual * (1 + 1 / others))) break;
    left_out.push_back({places[worst.place], worst.off});
    values.erase(values.begin() + static_cast<std::ptrdiff_t>(worst.place));
    places.erase(places.begin() + static_cast<std::ptrdiff_t>(worst.place));
  }
  if (left_out.empty()) return whole;
  JobFigure rest = figure(values, std::move(left_out));
  const double scatter = rest.variance / usual;
  return f_tail(scatter, rest.processes - 1, between_processes.degrees) < scatter_of_its_own ? whole : rest;
}

std::vector<History> histories_of(std::vector<std::vector<Job>> stored) {
  std::vector<History> all;
  for (std::vector<Job>& jobs : stored) {
    History& one = all.emplace_back(History{std::move(jobs)});
    const Variance usual = usual_between_processes(one.jobs);
    for (const Job& job : one.jobs) one.figures.push_back(figure_of(job, usual));
    one.between_processes = pooled_between_processes(one);
  }
  const Priors first = first_priors_of(all);
  std::vector<LogVariance> within;
  for (History& one : all) {
    one.disturbed = disturbed_of(counted_means(one), prior_for(one, first.ratio, first.variance));
    one.between_processes = pooled_between_processes(one);
    if (one.between_processes.degrees >= 2 && one.between_processes.value > 0)
      within.push_back(log_of(one.between_processes));
  }
  const Priors priors = priors_of(all);
  const Variance prior_within = prior_of(within);
  for (History& one : all) {
    if (one.between_processes.degrees > 0) one.between_processes = moderated(one.between_processes, prior_within);
    const std::vector<double> means = counted_means(one);
    one.counted = static_cast<double>(means.size());
    one.mean = moments(means).mean;
    one.between_jobs = moderated(variance_of(means), prior_for(one, priors.ratio, priors.variance));
    // Where each job is one process, processes differ by no more than jobs do.
    if (!(one.between_processes.degrees > 0)) one.between_processes = one.between_jobs;
    one.share_of_process = 0;
    for (const JobFigure* figure : counted_figures(one)) one.share_of_process += 1 / figure->processes / one.counted;
  }
  return all;
}

double log_median(const Job& job) { return std::log(median(job)); }

double log_median(const std::vector<Job>& jobs) {
  std::vector<double> medians;
  for (const Job& job : jobs) medians.push_back(log_median(job));
  return median(medians);
}

}  // namespace gpupeak
