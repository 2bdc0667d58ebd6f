#include "analysis/gate.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "analysis/causes.h"
#include "analysis/gate_questions.h"
#include "core/glob.h"
#include "core/moments.h"

namespace gpupeak {
namespace {

constexpr double assumed_noise = 0.01;  // between runs, where nothing tells; only for what the reader is told to expect
constexpr double least_common_shift = 0.01;
constexpr size_t least_common_rows = 8;
constexpr double common_share = 0.75;  // of the rows that must have moved the same way by half the common shift

class Gate {
 public:
  explicit Gate(const GateInput& input) : in_(input), questions_(questions_of(input)) {
    result_.candidate = in_.candidate_name;
    result_.baseline = in_.baseline ? in_.baseline_name : "";
    result_.rules = in_.rules.name;
    result_.device = questions_.device;
  }

  GateResult judge() {
    decide_all();
    for (size_t i = 0; i < questions_.all.size(); ++i) result_.rows.push_back(row_of(questions_.all[i], decisions_[i]));
    result_.expected_false_alarms = expected_false_alarms();
    note_expired();
    return std::move(result_);
  }

  std::vector<std::string> suspicious() {
    decide_all();
    std::vector<std::string> ids;
    for (size_t i = 0; i < questions_.all.size(); ++i)
      if (decisions_[i] && decisions_[i]->suspicious && std::ranges::find(ids, questions_.all[i].id) == ids.end())
        ids.push_back(questions_.all[i].id);
    return ids;
  }

 private:
  static double mean_log(const std::vector<Job>& jobs) {
    double sum = 0;
    for (const Job& job : jobs) sum += moments(logs(job)).mean;
    return sum / static_cast<double>(jobs.size());
  }

  void decide_all() {
    std::map<std::string_view, std::vector<std::vector<Job>>> histories;
    std::vector<double> shifts;
    for (const Question& asked : questions_.all) {
      histories[asked.metric->metric].push_back(asked.history);
      if (asked.metric->told == Told::by_time && !asked.history.empty() && !asked.candidate.empty())
        shifts.push_back(mean_log({asked.candidate.front()}) - mean_log(asked.history));
    }
    std::map<std::string_view, std::optional<Noise>> noise;
    for (const auto& [metric, all] : histories) noise[metric] = noise_of(all);
    shift_ = common_shift(shifts);
    if (shift_ != 0 && result_.findings.empty()) find_shift(shifts.size());
    for (const Question& asked : questions_.all) {
      decisions_.emplace_back();
      if (asked.history.empty() || asked.candidate.empty()) continue;
      Evidence evidence{asked.history, asked.candidate};
      if (asked.metric->told == Told::by_time)
        for (Job& job : evidence.candidate)
          for (double& value : job) value *= std::exp(-shift_);
      noise_[&asked] = moderated(evidence.baseline, noise[asked.metric->metric]);
      decisions_.back() = decide(evidence, asked.rule->fail, noise[asked.metric->metric]);
      confirm(asked, *decisions_.back());
    }
  }

  // What was run again overrules what was suspicious.
  void confirm(const Question& asked, Decision& decision) const {
    if (!in_.confirmed || asked.metric->told != Told::by_time) return;
    const auto pairs = in_.confirmed->log_ratios.find(asked.id);
    if (pairs == in_.confirmed->log_ratios.end() || pairs->second.empty()) return;
    decision = decide_paired(pairs->second, asked.rule->fail);
  }

  void find_shift(size_t rows) {
    const double change = std::expm1(shift_);
    result_.device_failed = change >= device_limit();
    result_.findings.push_back(fmt::format(
        "{} rows moved together: everything is {:.1f} % {} than in the baseline. Look at clocks, power limit, "
        "temperature and other load; the rows below are judged without it",
        rows, 100 * std::abs(change), change > 0 ? "slower" : "faster"));
  }

  double device_limit() const {
    double limit = INFINITY;
    for (const Rule& rule : in_.rules.rules) limit = std::min(limit, rule.fail);
    return limit;
  }

  GateRow row_of(const Question& asked, const std::optional<Decision>& decision) {
    GateRow row;
    row.id = asked.id;
    row.metric = asked.rule->metric;
    row.limit = asked.rule->fail;
    row.rule = asked.rule->match;
    row.rule_line = asked.rule->line;
    const Metric& metric = *metric_named(asked.rule->metric);
    if (asked.m && has_time(asked.m->outcome)) row.candidate = metric.value(*asked.m);
    if (row.candidate && !asked.history.empty() && !asked.candidate.empty()) {
      const double ratio = std::exp(mean_log({asked.candidate.front()}) - mean_log(asked.history));
      row.baseline = metric.better == Better::lower ? *row.candidate / ratio : *row.candidate * ratio;
    }
    if (decision) row.worse = decision->worse, row.limit = decision->limit;
    judge(asked, decision, row);
    excuse(row);
    return row;
  }

  void judge(const Question& asked, const std::optional<Decision>& decision, GateRow& row) {
    const auto say = [&](Verdict verdict, Severity severity, std::string reason = "") {
      row.verdict = verdict, row.severity = severity;
      if (!reason.empty()) row.reason = std::move(reason);
    };
    if (!asked.m)
      return say(Verdict::missing, in_.lenient ? Severity::note : Severity::fail,
                 "the baseline has it, the report not");
    const Measurement& m = *asked.m;
    if (m.outcome == Outcome::implausible) return say(Verdict::implausible, Severity::fail, m.reason);
    if (m.outcome == Outcome::wrong || m.outcome == Outcome::failed)
      return say(Verdict::failed, Severity::fail, fmt::format("{}: {}", name(m.outcome), m.reason));
    if (m.outcome == Outcome::skipped)
      return say(Verdict::skipped, asked.before && !in_.lenient ? Severity::warn : Severity::note, m.reason);
    if (below_floor(m, *asked.rule, row)) return;
    if (static_cast<int>(m.samples.size()) < asked.rule->min_samples)
      return say(Verdict::inconclusive, Severity::warn,
                 fmt::format("{} samples, its rule asks for {}", m.samples.size(), asked.rule->min_samples));
    if (!in_.baseline) return say(Verdict::same, Severity::pass, "no baseline: its outcome and floor alone");
    if (asked.other_work && !decision)
      return say(Verdict::added, Severity::warn, "its work is not what it was in the baseline");
    if (!decision) {
      if (asked.before)
        return say(Verdict::inconclusive, Severity::warn, fmt::format("{} is not known on both sides", row.metric));
      return say(Verdict::added, Severity::note);
    }
    if (decision->verdict == Verdict::regressed) {
      say(Verdict::regressed, Severity::fail);
      row.causes = causes_of(decision->worse.estimate, *asked.before, baseline_case(m));
      return;
    }
    if (decision->verdict == Verdict::improved)
      return say(Verdict::improved, asked.rule->direction == Direction::any ? Severity::fail : Severity::pass,
                 asked.rule->direction == Direction::any ? "its rule lets it change neither way" : "");
    if (was_confirmed(asked) && decision->verdict != Verdict::same)
      return say(Verdict::flaky, Severity::warn, "it was worse at first, and not surely when it was run again");
    if (decision->verdict == Verdict::same) {
      const bool near = decision->worse.estimate >= 1 + asked.rule->warn;
      return say(
          Verdict::same, near ? Severity::warn : Severity::pass,
          near ? fmt::format("worse by {:.1f} %, which its rule warns of", 100 * (decision->worse.estimate - 1)) : "");
    }
    row.runs_to_decide = decision->runs_to_decide;
    say(Verdict::inconclusive, decision->worse.estimate >= 1 + asked.rule->warn ? Severity::warn : Severity::note,
        decision->reason);
  }

  bool was_confirmed(const Question& asked) const {
    return in_.confirmed && (in_.confirmed->again.contains(asked.id) || in_.confirmed->log_ratios.contains(asked.id));
  }

  // Surely below: the whole interval of the median is.
  static bool below_floor(const Measurement& m, const Rule& rule, GateRow& row) {
    if (!rule.floor) return false;
    if (!m.rated) {
      row.verdict = Verdict::inconclusive, row.severity = Severity::warn;
      row.reason = "its rule asks for a share of the peak, but its ceiling is not known";
      return true;
    }
    const double best = m.rated->time.value / m.stats->median_interval.low;
    if (best >= *rule.floor) return false;
    row.verdict = Verdict::below_floor, row.severity = Severity::fail;
    row.reason = fmt::format("{:.1f} % of the theoretical peak (at most {:.1f} %), its rule asks for {:g} %",
                             100 * m.rated->time.value / m.stats->median, 100 * best, 100 * *rule.floor);
    return true;
  }

  void excuse(GateRow& row) {
    if (row.severity != Severity::fail) return;
    if (row.verdict == Verdict::failed || row.verdict == Verdict::implausible) return;  // not a matter of speed
    for (const Exception& exception : in_.rules.exceptions) {
      if (!glob_matches(exception.match, row.id) || in_.today.substr(0, 10) > exception.until) continue;
      row.severity = Severity::note;
      row.reason +=
          fmt::format("{}excused until {}: {}", row.reason.empty() ? "" : "; ", exception.until, exception.reason);
      return;
    }
  }

  void note_expired() {
    for (const Exception& exception : in_.rules.exceptions)
      if (in_.today.substr(0, 10) > exception.until)
        result_.notes.push_back(fmt::format("{}:{}: the exception of \"{}\" ended on {} ({})", in_.rules.name,
                                            exception.line, exception.match, exception.until, exception.reason));
    if (questions_.history && questions_.history->jobs.size() < 3)
      result_.notes.push_back(fmt::format(
          "the baseline has {} job{}: {:g} % of noise between runs is assumed and no limit below 5 % applied; 'gpupeak "
          "baseline add' more jobs",
          questions_.history->jobs.size(), questions_.history->jobs.size() == 1 ? "" : "s", 100 * assumed_noise));
  }

  // Of rows that did not change: how often chance alone reaches the limit, without a confirmation.
  double expected_false_alarms() const {
    double sum = 0;
    for (size_t i = 0; i < questions_.all.size(); ++i) {
      if (!decisions_[i]) continue;
      const auto found = noise_.find(&questions_.all[i]);
      const double jobs = static_cast<double>(questions_.all[i].history.size());
      const double variance = questions_.all[i].history.size() >= 3 ? found->second.variance * (1 + 1 / jobs)
                                                                    : 2 * assumed_noise * assumed_noise;
      if (variance > 0) sum += 0.5 * std::erfc(std::log1p(decisions_[i]->limit) / std::sqrt(2 * variance));
    }
    return sum;
  }

  const GateInput& in_;
  Questions questions_;
  GateResult result_;
  std::vector<std::optional<Decision>> decisions_;
  std::map<const Question*, Noise> noise_;
  double shift_ = 0;
};

}  // namespace

double common_shift(std::span<const double> log_ratios) {
  if (log_ratios.size() < least_common_rows) return 0;
  const double shift = median(log_ratios);
  if (std::abs(shift) < std::log1p(least_common_shift)) return 0;
  const auto with_it = std::ranges::count_if(log_ratios, [&](double r) { return r / shift >= 0.5; });
  return static_cast<double>(with_it) >= common_share * static_cast<double>(log_ratios.size()) ? shift : 0;
}

GateResult gate(const GateInput& input) { return Gate(input).judge(); }

std::vector<std::string> suspicious_cases(const GateInput& input) { return Gate(input).suspicious(); }

}  // namespace gpupeak
