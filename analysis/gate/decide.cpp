#include "analysis/gate/decide.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "statistics/rank_tests.h"
#include "statistics/student_t.h"

namespace gpupeak {
namespace {

// Chances of a wrong verdict on one row: of the prediction, of ranks. Chosen by the simulation.
constexpr double chance_of_history = 2e-4, chance_of_ranks = 0.01;
// What earns a second look. It costs time, not a false alarm.
constexpr double suspicious_chance = 0.05, suspicious_share = 0.5;
// With fewer jobs than that, runs share an offset that nothing tells: no smaller change can be trusted.
constexpr double least_limit_of_one_job = 0.05;
// All of five pairs on one side have a chance of 1/32, and the range of their means covers 15/16.
constexpr double chance_of_pairs = 1.0 / 32, confidence_of_pairs = 0.93;
constexpr double decide_confidence_wanted = 0.99;
constexpr int most_to_ask_for = 1000;  // more runs than that are no advice

std::vector<double> job_values(const std::vector<Job>& jobs) {
  std::vector<double> values;
  for (const Job& job : jobs) values.push_back(moments(logs(job)).mean);
  return values;
}

Ratio ratio_from(const Shift& shift) {
  return {std::exp(shift.estimate),
          {std::exp(shift.interval.low), std::exp(shift.interval.high), shift.interval.confidence}};
}

// What all three ways have in common, once the shift and its chance are known.
void conclude(Decision& decision, const Shift& shift, double chance, double confidence) {
  const double limit = std::log1p(decision.limit);
  decision.worse = ratio_from(shift);
  const bool sure = decision.p <= chance;
  const bool within = -limit < shift.interval.low && shift.interval.high < limit;
  if (sure && shift.estimate >= limit)
    decision.verdict = Verdict::regressed;
  else if (sure && shift.estimate <= -limit)
    decision.verdict = Verdict::improved;
  else if (within && shift.interval.confidence >= confidence)
    decision.verdict = Verdict::same;
  const bool likely = decision.p <= std::max(chance, suspicious_chance) && shift.estimate >= suspicious_share * limit;
  const bool hidden = decision.verdict == Verdict::inconclusive && shift.estimate >= limit;  // by noise
  decision.suspicious = decision.verdict == Verdict::regressed || likely || hidden;
}

// Several jobs accuse together only where each does by itself.
void require_each(Decision& decision, std::span<const double> shifts) {
  const auto below = [&](double shift) { return shift < std::log1p(decision.limit); };
  if (decision.verdict != Verdict::regressed || std::ranges::none_of(shifts, below)) return;
  decision.verdict = Verdict::inconclusive;
  decision.reason = "its jobs do not agree";
}

// Pooled over the jobs: how the logarithms of runs of one job differ.
double variance_within(const std::vector<Job>& jobs) {
  double squares = 0, degrees = 0;
  for (const Job& job : jobs) {
    const Moments one = moments(logs(job));
    squares += one.variance * (one.count - 1);
    degrees += one.count - 1;
  }
  return degrees > 0 ? squares / degrees : 0;
}

double mean_share_of_a_run(const std::vector<Job>& jobs) {
  double sum = 0;
  for (const Job& job : jobs) sum += 1 / static_cast<double>(job.size());
  return sum / static_cast<double>(jobs.size());
}

// The variance of a job of as many runs as the candidate's.
double variance_of_job(const Evidence& e, const Noise& spread) {
  const double fewer_runs = std::max(0.0, mean_share_of_a_run(e.candidate) - mean_share_of_a_run(e.baseline));
  return fewer_runs > 0 ? spread.variance + fewer_runs * variance_within(e.baseline) : spread.variance;
}

// So many jobs of the candidate that a shift like this one is judged one way or the other.
std::optional<int> jobs_to_decide(const Evidence& e, const Noise& spread, double shift, double limit) {
  const bool beyond = std::abs(shift) >= limit;
  const double way = beyond ? std::abs(shift) : limit - std::abs(shift);
  const double t =
      student_t_quantile(beyond ? chance_of_history : 0.5 * (1 - decide_confidence_wanted), spread.degrees);
  const double of_job = variance_of_job(e, spread),
               of_baseline = spread.variance / static_cast<double>(e.baseline.size());
  for (int jobs = static_cast<int>(e.candidate.size()) + 1; jobs <= most_to_ask_for; ++jobs)
    if (t * std::sqrt(of_job / jobs + of_baseline) < way) return jobs;
  return std::nullopt;
}

Decision by_history(const Evidence& e, double limit, std::optional<Noise> noise) {
  const std::vector<double> before = job_values(e.baseline), now = job_values(e.candidate);
  const Noise spread = moderated(e.baseline, noise);
  const double mean_before = moments(before).mean, shift = moments(now).mean - mean_before;
  const double error = std::sqrt(variance_of_job(e, spread) / static_cast<double>(now.size()) +
                                 spread.variance / static_cast<double>(before.size()));
  Decision decision;
  decision.limit = limit;
  decision.p = error > 0 ? student_t_tail(std::abs(shift) / error, spread.degrees) : (shift == 0 ? 1.0 : 0.0);
  const double half = error > 0 ? error * student_t_quantile(0.5 * (1 - decide_confidence_wanted), spread.degrees) : 0;
  conclude(decision, {shift, {shift - half, shift + half, decide_confidence_wanted}}, chance_of_history,
           decide_confidence_wanted);
  std::vector<double> shifts;
  for (const double value : now) shifts.push_back(value - mean_before);
  require_each(decision, shifts);
  if (decision.verdict != Verdict::inconclusive || !decision.reason.empty()) return decision;
  decision.runs_of = "jobs of the candidate";
  decision.runs_to_decide = jobs_to_decide(e, spread, shift, std::log1p(limit));
  decision.reason =
      decision.runs_to_decide ? "too noisy for so few jobs" : "the baseline's jobs differ too much for this limit";
  return decision;
}

// The least chance that ranks of so many values can have: 1 / (n + m choose m).
double least_chance(size_t n, size_t m) {
  double ways = 1;
  for (size_t i = 1; i <= m; ++i) ways *= static_cast<double>(n + i) / static_cast<double>(i);
  return 1 / ways;
}

// The fewest values a side whose ranks can have such a chance at all.
int least_runs(double chance) {
  size_t n = 1;
  while (least_chance(n, n) > chance) ++n;
  return static_cast<int>(n);
}

// So many values that a shift like this one is seen to lie on its side of the limit, by the normal distribution; ranks
// need pi / 3 times as many as means. Nothing where that is more than anybody measures.
std::optional<int> values_to_decide(double shift, double variance, double limit, double chance) {
  const bool beyond = std::abs(shift) >= limit;
  const double way = beyond ? std::abs(shift) : limit - std::abs(shift);
  const double z = student_t_quantile(beyond ? chance : 0.5 * (1 - decide_confidence_wanted), 1e6);
  const double needed = 3.14159265358979 / 3 * variance * z * z / (way * way);
  return needed <= most_to_ask_for ? std::optional(static_cast<int>(std::ceil(needed))) : std::nullopt;
}

Decision by_ranks(const Evidence& e, double limit) {
  std::vector<double> before, now;
  for (const Job& job : e.baseline) std::ranges::copy(logs(job), std::back_inserter(before));
  for (const Job& job : e.candidate) std::ranges::copy(logs(job), std::back_inserter(now));
  Decision decision;
  decision.limit = std::max(limit, least_limit_of_one_job);
  decision.raised = decision.limit > limit;
  const Shift shift = shift_between(now, before);
  decision.p =
      shift.estimate >= 0 ? mann_whitney_p(now, before, Tail::greater) : mann_whitney_p(before, now, Tail::greater);
  conclude(decision, shift, chance_of_ranks, decide_confidence_wanted);
  std::vector<double> shifts;
  for (const Job& job : e.candidate) shifts.push_back(shift_between(logs(job), before).estimate);
  require_each(decision, shifts);
  if (decision.verdict != Verdict::inconclusive || !decision.reason.empty()) return decision;
  const int needed = least_runs(chance_of_ranks), fewest = static_cast<int>(std::min(now.size(), before.size()));
  const std::optional<int> by_noise = values_to_decide(shift.estimate, moments(now).variance + moments(before).variance,
                                                       std::log1p(decision.limit), chance_of_ranks);
  if (by_noise) decision.runs_to_decide = std::max({needed, *by_noise, fewest + 1});
  decision.too_few = least_chance(now.size(), before.size()) > chance_of_ranks;
  decision.reason = decision.too_few ? fmt::format("{} and {} runs cannot tell", now.size(), before.size())
                                     : "the runs differ too much for this limit";
  return decision;
}

}  // namespace

double mean_log(const std::vector<Job>& jobs) { return moments(job_values(jobs)).mean; }

Noise moderated(const std::vector<Job>& history, std::optional<Noise> noise) {
  const std::vector<double> values = job_values(history);
  const double own_degrees = static_cast<double>(values.size()) - 1;
  const double own = moments(values).variance;
  if (!noise) return {own, own_degrees};
  return {(noise->degrees * noise->variance + own_degrees * own) / (noise->degrees + own_degrees),
          noise->degrees + own_degrees};
}

std::optional<Noise> noise_of(std::span<const std::vector<Job>> histories) {
  std::vector<double> variances;
  for (const std::vector<Job>& history : histories)
    if (history.size() >= jobs_for_history) variances.push_back(moments(job_values(history)).variance);
  if (variances.empty()) return std::nullopt;
  return Noise{median(variances)};
}

double false_alarm_chance(size_t jobs, const Noise& spread, double limit) {
  const double error = std::sqrt(spread.variance * (1 + 1 / static_cast<double>(jobs)));
  if (!(error > 0)) return 0;
  return std::min(chance_of_history, student_t_tail(std::log1p(limit) / error, spread.degrees));
}

double smallest_found(size_t jobs, const Noise& spread, double limit) {
  // One in twenty may fail for each of two reasons: the chance of both jobs together is too large, or one of the two is
  // not beyond the limit by itself. 95 and 97.5 % points of the normal distribution.
  constexpr double candidates = 2, normal_95 = 1.6448536269514722, normal_975 = 1.959963984540054;
  const double of_both = std::sqrt(spread.variance * (1 / candidates + 1 / static_cast<double>(jobs)));
  const double of_one = std::sqrt(spread.variance * (1 + 1 / static_cast<double>(jobs)));
  return std::expm1(std::max(of_both * (student_t_quantile(chance_of_history, spread.degrees) + normal_95),
                             std::log1p(limit) + normal_975 * of_one));
}

Decision decide(const Evidence& evidence, double limit, std::optional<Noise> noise) {
  return evidence.baseline.size() >= jobs_for_history ? by_history(evidence, limit, noise) : by_ranks(evidence, limit);
}

Decision decide_paired(std::span<const double> log_ratios, double limit) {
  Decision decision;
  decision.limit = limit;
  const Shift shift = center_of(log_ratios);
  std::vector<double> turned;
  for (const double value : log_ratios) turned.push_back(shift.estimate >= 0 ? value : -value);
  decision.p = signed_rank_p(turned, Tail::greater);
  conclude(decision, shift, chance_of_pairs, confidence_of_pairs);
  if (decision.verdict == Verdict::inconclusive) {
    const std::optional<int> pairs =
        values_to_decide(shift.estimate, moments(log_ratios).variance, std::log1p(limit), chance_of_pairs);
    if (pairs) decision.runs_to_decide = std::max(*pairs, static_cast<int>(log_ratios.size()) + 1);
    decision.runs_of = "pairs";
    decision.reason = "the pairs do not agree";
  }
  return decision;
}

}  // namespace gpupeak
