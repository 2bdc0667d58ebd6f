#include "analysis/decide.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/moments.h"
#include "core/rank_tests.h"
#include "core/student_t.h"

namespace gpupeak {
namespace {

// Jobs from which on a spread between them is worth more than ranks of runs.
constexpr size_t jobs_for_history = 3;
// Chances of a wrong verdict on one row: of the prediction, of ranks. Chosen by the simulation.
constexpr double chance_of_history = 2e-4, chance_of_ranks = 0.01;
// What earns a second look. It costs time, not a false alarm.
constexpr double suspicious_chance = 0.05, suspicious_share = 0.5;
// With fewer jobs than that, runs share an offset that nothing tells: no smaller change can be trusted.
constexpr double least_limit_of_one_job = 0.05;
// All of five pairs on one side have a chance of 1/32.
constexpr double chance_of_pairs = 1.0 / 32;

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
void conclude(Decision& decision, const Shift& shift, double chance) {
  const double limit = std::log1p(decision.limit);
  decision.worse = ratio_from(shift);
  const bool sure = decision.p <= chance;
  if (sure && shift.estimate >= limit)
    decision.verdict = Verdict::regressed;
  else if (sure && shift.estimate <= -limit)
    decision.verdict = Verdict::improved;
  else if (-limit < shift.interval.low && shift.interval.high < limit)
    decision.verdict = Verdict::same;
  const bool likely = decision.p <= std::max(chance, suspicious_chance) && shift.estimate >= suspicious_share * limit;
  const bool hidden = decision.verdict == Verdict::inconclusive && shift.estimate >= limit;  // by noise
  decision.suspicious = decision.verdict == Verdict::regressed || likely || hidden;
}

Decision by_history(const Evidence& e, double limit, std::optional<Noise> noise) {
  const std::vector<double> before = job_values(e.baseline), now = job_values(e.candidate);
  const Noise spread = moderated(e.baseline, noise);
  const double error =
      std::sqrt(spread.variance * (1.0 / static_cast<double>(now.size()) + 1.0 / static_cast<double>(before.size())));
  const double shift = moments(now).mean - moments(before).mean;
  Decision decision;
  decision.limit = limit;
  decision.p = error > 0 ? student_t_tail(std::abs(shift) / error, spread.degrees) : (shift == 0 ? 1.0 : 0.0);
  const double half = error > 0 ? error * student_t_quantile(0.005, spread.degrees) : 0;
  conclude(decision, {shift, {shift - half, shift + half, 0.99}}, chance_of_history);
  if (decision.verdict != Verdict::inconclusive) return decision;
  // So many jobs of the candidate that the interval is narrower than the way to the limit.
  const double way = std::max(std::abs(std::log1p(limit) - std::abs(shift)), 0.1 * std::log1p(limit));
  const double t = student_t_quantile(0.005, spread.degrees);
  const double left = way * way / (t * t * spread.variance) - 1.0 / static_cast<double>(before.size());
  if (left > 0) decision.runs_to_decide = static_cast<int>(std::ceil(1 / left));
  decision.reason = left > 0 ? "too noisy for so few jobs" : "the baseline's jobs differ too much for this limit";
  return decision;
}

// The fewest values a side whose ranks can have such a chance at all.
int least_runs(double chance) {
  double ways = 1;
  for (int n = 1;; ++n) {
    ways = ways * (2 * n) * (2 * n - 1) / (static_cast<double>(n) * n);  // (2n choose n)
    if (1 / ways <= chance) return n;
  }
}

Decision by_ranks(const Evidence& e, double limit) {
  std::vector<double> before, now;
  for (const Job& job : e.baseline) std::ranges::copy(logs(job), std::back_inserter(before));
  for (const Job& job : e.candidate) std::ranges::copy(logs(job), std::back_inserter(now));
  Decision decision;
  decision.limit = std::max(limit, least_limit_of_one_job);
  const Shift shift = shift_between(now, before);
  decision.p =
      shift.estimate >= 0 ? mann_whitney_p(now, before, Tail::greater) : mann_whitney_p(before, now, Tail::greater);
  conclude(decision, shift, chance_of_ranks);
  // Each job that was to confirm must say so by itself.
  if (decision.verdict == Verdict::regressed)
    for (const Job& job : e.candidate)
      if (shift_between(logs(job), before).estimate < std::log1p(decision.limit))
        decision.verdict = Verdict::inconclusive;
  if (decision.verdict != Verdict::inconclusive) return decision;
  const int needed = least_runs(chance_of_ranks);
  if (std::min(now.size(), before.size()) < static_cast<size_t>(needed)) {
    decision.runs_to_decide = needed;
    decision.reason = fmt::format("{} and {} runs cannot tell", now.size(), before.size());
  } else {
    decision.runs_to_decide = static_cast<int>(2 * std::max(now.size(), before.size()));
    decision.reason = "the runs overlap";
  }
  return decision;
}

}  // namespace

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

double smallest_found(size_t jobs, const Noise& spread, double limit) {
  constexpr double candidates = 2, normal_90 = 1.2815515655446004;  // confirmed by a second job; its 90 % point
  const double error = std::sqrt(spread.variance * (1 / candidates + 1 / static_cast<double>(jobs)));
  const double threshold = std::max(std::log1p(limit), error * student_t_quantile(chance_of_history, spread.degrees));
  return std::expm1(threshold + normal_90 * error);
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
  conclude(decision, shift, chance_of_pairs);
  if (decision.verdict == Verdict::inconclusive) {
    decision.runs_to_decide = static_cast<int>(std::max<size_t>(10, 2 * log_ratios.size()));
    decision.reason = "the pairs do not agree";
  }
  return decision;
}

}  // namespace gpupeak
