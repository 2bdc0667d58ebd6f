#include "analysis/gate/decide.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "statistics/rank_tests.h"
#include "statistics/student_t.h"

namespace gpupeak {
namespace {

// Chances of a wrong verdict on one row: of the prediction from one job; of the candidate's job and what confirms it
// together; of ranks; of pairs that confirm a job, and of pairs alone. Chosen by the simulation.
constexpr double chance_of_history = 2.5e-4, chance_of_confirmed = 5e-4, chance_of_ranks = 0.01;
constexpr double chance_of_pairs = 0.01, chance_of_pairs_alone = 1.5e-3;
// Processes that differ by more than the stored ones' do have a scatter of their own where chance explains it that
// seldom.
constexpr double chance_of_scatter = 0.01;
// What earns a second look. It costs time, not a false alarm.
constexpr double suspicious_chance = 0.05, suspicious_share = 0.5;
// With fewer jobs than that, runs share an offset that nothing tells: no smaller change can be trusted.
constexpr double least_limit_of_one_job = 0.05;
constexpr double decide_confidence_wanted = 0.99;
constexpr int most_to_ask_for = 1000;  // more runs than that are no advice

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

// Several jobs accuse together only where the newest does by itself: it alone was not chosen for what it told.
void require_newest(Decision& decision, double newest) {
  if (decision.verdict != Verdict::regressed || newest >= std::log1p(decision.limit)) return;
  decision.verdict = Verdict::inconclusive;
  decision.reason = "its jobs do not agree";
}

// A job that was as slow although nothing had changed is no proof, but it is a doubt: the case may have two speeds.
void doubt_what_was_seen(Decision& decision, double now, const History& history) {
  if (decision.verdict != Verdict::regressed) return;
  const auto as_slow = [&](size_t job) {
    return std::abs(history.figures[job].mean - now) <= 0.5 * std::log1p(decision.limit);
  };
  if (std::ranges::none_of(history.disturbed, as_slow)) return;
  decision.verdict = Verdict::inconclusive;
  decision.reason = "a stored job that disagrees with the others was as slow";
}

// The variance of a sum of independent parts, with the degrees of freedom that it has (Satterthwaite, Biometrics
// Bulletin 2 (1946) 110).
Variance sum_of(const Variance& a, const Variance& b) {
  if (!(b.value > 0)) return a;
  if (!(a.value > 0)) return b;
  const double value = a.value + b.value;
  return {value, value * value / (a.value * a.value / a.degrees + b.value * b.value / b.degrees)};
}

// Whether these processes differ surely more than stored ones do.
bool scatters(const JobFigure& job, const Variance& between_processes) {
  if (!(job.variance > 0) || !(between_processes.degrees > 0)) return false;
  return !(between_processes.value > 0) || f_tail(job.variance / between_processes.value, job.processes - 1,
                                                  between_processes.degrees) < chance_of_scatter;
}

// Of the mean of the candidate's jobs.
Variance error_of(const std::vector<JobFigure>& jobs, const History& history) {
  const double count = static_cast<double>(jobs.size()), share = 1 / (count * count);
  Variance usual{0, history.between_jobs.degrees}, own;
  for (const JobFigure& job : jobs) {
    const double fewer = std::max(0.0, 1 / job.processes - history.share_of_process);
    usual.value += share * (history.between_jobs.value + fewer * history.between_processes.value);
    if (scatters(job, history.between_processes))
      own = sum_of(own, {share * job.variance / job.processes, job.processes - 1});
  }
  return sum_of(usual, own);
}

Variance error_of_baseline(const History& history) {
  return {history.between_jobs.value / history.counted, history.between_jobs.degrees};
}

// Both estimate the same variance, as it were: their parts add up, their degrees do not.
Variance error_between(const std::vector<JobFigure>& jobs, const History& history) {
  Variance error = error_of(jobs, history);
  error.value += error_of_baseline(history).value;
  return error;
}

double tail(double shift, const Variance& error) {
  if (!(error.value > 0)) return shift == 0 ? 1.0 : 0.0;
  return student_t_tail(std::abs(shift) / std::sqrt(error.value), error.degrees);
}

Shift with_interval(double shift, const Variance& error) {
  const double half =
      error.value > 0 ? std::sqrt(error.value) * student_t_quantile(0.5 * (1 - decide_confidence_wanted), error.degrees)
                      : 0;
  return {shift, {shift - half, shift + half, decide_confidence_wanted}};
}

// So many jobs of the candidate that a shift like this one is judged one way or the other.
std::optional<int> jobs_to_decide(size_t now, const Variance& of_job, const History& history, double shift,
                                  double limit) {
  const bool beyond = std::abs(shift) >= limit;
  const double way = beyond ? std::abs(shift) : limit - std::abs(shift);
  const double t =
      student_t_quantile(beyond ? chance_of_history : 0.5 * (1 - decide_confidence_wanted), of_job.degrees);
  for (int jobs = static_cast<int>(now) + 1; jobs <= most_to_ask_for; ++jobs)
    if (t * std::sqrt(of_job.value / jobs + error_of_baseline(history).value) < way) return jobs;
  return std::nullopt;
}

Decision by_history(const History& history, const std::vector<Job>& candidate, double limit) {
  std::vector<JobFigure> now;
  std::vector<double> shifts;
  for (const Job& job : candidate) {
    now.push_back(figure_of(job, history.between_processes));
    shifts.push_back(now.back().mean - history.mean);
  }
  const double shift = moments(shifts).mean;
  Decision decision;
  decision.limit = limit;
  decision.error = error_between(now, history);
  decision.p = tail(shift, decision.error);
  conclude(decision, with_interval(shift, decision.error), now.size() > 1 ? chance_of_confirmed : chance_of_history,
           decide_confidence_wanted);
  require_newest(decision, shifts.back());
  if (now.size() == 1) doubt_what_was_seen(decision, now.front().mean, history);
  if (decision.verdict != Verdict::inconclusive || !decision.reason.empty()) return decision;
  const auto scattered = [&](const JobFigure& job) { return scatters(job, history.between_processes); };
  const Variance of_all = error_of(now, history);
  decision.runs_of = "jobs of the candidate";
  decision.runs_to_decide = jobs_to_decide(now.size(), {of_all.value * static_cast<double>(now.size()), of_all.degrees},
                                           history, shift, std::log1p(limit));
  if (std::ranges::any_of(now, scattered)) decision.runs_to_decide.reset();  // what was seen will hardly stay so
  decision.reason = std::ranges::any_of(now, scattered)
                        ? "its processes differ more than the baseline's do: measure again"
                    : decision.runs_to_decide ? "too noisy for so few jobs"
                                              : "the baseline's jobs differ too much for this limit";
  return decision;
}

// What was decided on the candidate's job and the pairs that are to confirm it, weighed by how sure each is.
bool sure_together(const Decision& first, double shift, const Variance& error) {
  if (!(error.value > 0) || !(first.error.value > 0)) return true;
  const double of_first = 1 / first.error.value, of_pairs = 1 / error.value;
  const double both = (of_first * std::log(first.worse.estimate) + of_pairs * shift) / (of_first + of_pairs);
  return tail(both, {1 / (of_first + of_pairs), std::min(first.error.degrees, error.degrees)}) <= chance_of_confirmed;
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

Decision by_ranks(const std::vector<Job>& baseline, const std::vector<Job>& candidate, double limit) {
  std::vector<double> before, now;
  for (const Job& job : baseline) std::ranges::copy(logs(job), std::back_inserter(before));
  for (const Job& job : candidate) std::ranges::copy(logs(job), std::back_inserter(now));
  Decision decision;
  decision.limit = std::max(limit, least_limit_of_one_job);
  decision.raised = decision.limit > limit;
  const Shift shift = shift_between(now, before);
  decision.p =
      shift.estimate >= 0 ? mann_whitney_p(now, before, Tail::greater) : mann_whitney_p(before, now, Tail::greater);
  conclude(decision, shift, chance_of_ranks, decide_confidence_wanted);
  require_newest(decision, shift_between(logs(candidate.back()), before).estimate);
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

double false_alarm_chance(double jobs, const Variance& between_jobs, double limit) {
  const double error = std::sqrt(between_jobs.value * (1 + 1 / jobs));
  if (!(error > 0) || !(between_jobs.degrees > 0)) return 0;
  // A row regresses where its shift is beyond the limit and beyond `sure` errors as they will be told then, which are
  // below the true one as often as a chi-square variable says (Wilson & Hilferty, as in statistics/moderation.cpp).
  constexpr int steps = 40;
  constexpr double reach = 8, least = 1e-9;
  const double degrees = between_jobs.degrees, k = 2 / (9 * degrees), from = std::log1p(limit) / error;
  const double sure = student_t_quantile(chance_of_history, degrees);
  double chance = 0, beyond = student_t_tail(from, degrees);
  for (int i = 0; i < steps && beyond > least; ++i) {
    const double middle = from + (i + 0.5) * reach / steps,
                 rest = student_t_tail(from + (i + 1) * reach / steps, degrees);
    const double told = (std::pow(middle / sure, 2.0 / 3) - (1 - k)) / std::sqrt(k);
    chance += (beyond - rest) * 0.5 * std::erfc(-told / std::sqrt(2.0));
    beyond = rest;
  }
  // That is of normal noise with prior knowledge that is exactly right. Medians of processes have lighter tails, and
  // what the cases say together of one is on the safe side: the simulation sees so much of it.
  constexpr double seen = 0.7;
  return seen * std::min(chance_of_history, chance);
}

double smallest_found(double jobs, const Variance& between_jobs, double limit) {
  // One in twenty may fail for each of two reasons: the chance of both jobs together is too large, or one of the two is
  // not beyond the limit by itself. 95 and 97.5 % points of the normal distribution.
  constexpr double candidates = 2, normal_95 = 1.6448536269514722, normal_975 = 1.959963984540054;
  const double of_both = std::sqrt(between_jobs.value * (1 / candidates + 1 / jobs));
  const double of_one = std::sqrt(between_jobs.value * (1 + 1 / jobs));
  return std::expm1(std::max(of_both * (student_t_quantile(chance_of_confirmed, between_jobs.degrees) + normal_95),
                             std::log1p(limit) + normal_975 * of_one));
}

Decision decide(const History& history, const std::vector<Job>& candidate, double limit) {
  return history.jobs.size() >= jobs_for_history ? by_history(history, candidate, limit)
                                                 : by_ranks(history.jobs, candidate, limit);
}

Decision decide_paired(const History& history, std::span<const double> log_ratios, double limit,
                       const Decision& first) {
  // Of a difference of two processes, as far as the stored jobs tell it.
  const Variance of_pair{2 * history.between_processes.value, history.between_processes.degrees};
  const JobFigure pairs = figure_of_logs(log_ratios, of_pair);
  const Variance own{pairs.variance, pairs.processes - 1};
  Variance spread = own;
  if (of_pair.degrees > 0 && !scatters(pairs, of_pair))
    spread = {(own.degrees * own.value + of_pair.degrees * of_pair.value) / (own.degrees + of_pair.degrees),
              own.degrees + of_pair.degrees};
  Decision decision;
  decision.limit = limit;
  decision.error = {spread.value / pairs.processes, spread.degrees};
  decision.p = tail(pairs.mean, decision.error);
  const bool alone = !(first.error.degrees > 0);
  conclude(decision, with_interval(pairs.mean, decision.error), alone ? chance_of_pairs_alone : chance_of_pairs,
           decide_confidence_wanted);
  if (!alone && decision.verdict == Verdict::regressed && !sure_together(first, pairs.mean, decision.error))
    decision.verdict = Verdict::inconclusive;
  if (decision.verdict == Verdict::inconclusive) {
    const std::optional<int> more = values_to_decide(pairs.mean, spread.value, std::log1p(limit), chance_of_pairs);
    if (more) decision.runs_to_decide = std::max(*more, static_cast<int>(log_ratios.size()) + 1);
    decision.runs_of = "pairs";
    decision.reason = "the pairs do not agree";
  }
  return decision;
}

}  // namespace gpupeak
