#include "analysis/gate/gate.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "analysis/gaps/causes.h"
#include "analysis/gate/device_shift.h"
#include "analysis/gate/floors.h"
#include "analysis/gate/gate_questions.h"
#include "analysis/gate/run_again.h"
#include "core/text.h"
#include "method/judge.h"

namespace gpupeak {
namespace {

constexpr double assumed_noise = 0.01;  // between runs, where nothing tells; only for what the reader is told to expect
constexpr size_t witnesses = 12, fewest_pairs = 5;

class Gate {
 public:
  explicit Gate(const GateInput& input) : in_(input), questions_(questions_of(input)) {
    for (const Question& asked : questions_.all) stored_.push_back(stored_cost(asked));
    result_.candidate = in_.candidate_name;
    result_.baseline = in_.baseline ? in_.baseline_name : "";
    result_.rules = in_.rules.name;
    result_.device = questions_.device;
  }

  GateResult judge() {
    decide_all();
    for (size_t i = 0; i < questions_.all.size(); ++i) result_.rows.push_back(row_of(i));
    if (result_.rows.empty()) throw GateError(in_.candidate_name + ": has nothing that the rules ask for");
    require_decided();
    result_.expected_false_alarms = expected_false_alarms();
    note_expired();
    return std::move(result_);
  }

  std::vector<std::string> suspicious() {
    decide_all();
    std::vector<std::string> ids;
    for (size_t i = 0; i < questions_.all.size(); ++i)
      if (accused_[i] && std::ranges::find(ids, questions_.all[i].id) == ids.end()) ids.push_back(questions_.all[i].id);
    if (shift_.candidate != 0) add_witnesses(ids);
    return ids;
  }

 private:
  // In its unit and as it is stored: common shifts not yet taken out.
  static double stored_cost(const Question& asked) {
    std::vector<double> jobs;
    for (const Job& job : asked.history) jobs.push_back(median(job));
    return jobs.empty() ? 0 : median(jobs);
  }

  // A gate from which nothing could come is a mistake in its use, and no pass. Noise is none: its rows stay undecided.
  void require_decided() {
    if (result_.failed()) return;
    const auto open = [](const GateRow& row) {
      return row.verdict == Verdict::inconclusive || row.verdict == Verdict::skipped || row.verdict == Verdict::added ||
             row.verdict == Verdict::missing;
    };
    const auto few = [](const GateRow& row) { return row.too_few; };
    const auto first = std::ranges::find_if(result_.rows, few);
    if (!in_.baseline && !floor_held_)
      throw GateError(fmt::format("{}: no floor could be judged, so this is no pass: {}", in_.candidate_name,
                                  first == result_.rows.end()
                                      ? "the first rule that matches counts, and no measured case has one with a floor"
                                      : first->reason));
    result_.decided = floor_held_ || !std::ranges::all_of(result_.rows, open);
    const auto noisy = [&](const GateRow& row) { return row.verdict == Verdict::inconclusive && !row.too_few; };
    if (result_.decided || first == result_.rows.end() || std::ranges::any_of(result_.rows, noisy)) return;
    const auto rows = std::ranges::count_if(result_.rows, few);
    throw GateError(
        fmt::format("{}: nothing could be judged ({}), so this is no pass: {}; measure with "
                    "'gpupeak run --repeat 5'",
                    in_.candidate_name, count_of(rows, "row"), first->reason));
  }

  // Whether most move together again can only be seen of many.
  void add_witnesses(std::vector<std::string>& ids) const {
    const std::vector<const Question*> all = timed_questions(questions_);
    const size_t stride = std::max<size_t>(1, all.size() / witnesses);
    for (size_t i = 0; i < all.size() && ids.size() < witnesses; i += stride)
      if (std::ranges::find(ids, all[i]->id) == ids.end()) ids.push_back(all[i]->id);
  }

  void decide_all() {
    const std::vector<double> usual = take_shifts_from_history(questions_);
    std::map<std::string_view, std::vector<std::vector<Job>>> histories;
    for (const Question& asked : questions_.all) histories[asked.metric->metric].push_back(asked.history);
    for (const auto& [metric, all] : histories) suite_noise_[metric] = noise_of(all);
    shift_ = device_shift(questions_, usual, least_limit(), in_.confirmed);
    result_.device_failed = shift_.failed;
    if (!shift_.finding.empty()) result_.findings.push_back(shift_.finding);

    for (const Question& asked : questions_.all) {
      decisions_.emplace_back();
      first_.emplace_back();
      accused_.push_back(false);
      if (asked.history.empty() || asked.candidate.empty()) continue;
      noise_[&asked] = moderated(asked.history, suite_noise_[asked.metric->metric]);
      Decision decision = decide_on(asked, {adjusted(asked, asked.candidate.front(), shift_.candidate)});
      first_.back() = decision.verdict;
      accused_.back() =
          decision.suspicious || (asked.rule->direction == Direction::any && decision.verdict == Verdict::improved);
      if (accused_.back()) confirm(asked, decision);
      decisions_.back() = std::move(decision);
    }
  }

  // Of the rows that may fail: a device that is slower by more would have failed that one.
  std::optional<double> least_limit() const {
    std::optional<double> least;
    for (const Question* asked : timed_questions(questions_))
      if (!excuse_of(asked->id)) least = std::min(least.value_or(INFINITY), asked->rule->fail);
    return least;
  }

  // A device that is faster as a whole hides no row that is as slow as before.
  static Job adjusted(const Question& asked, Job job, double shift) {
    if (asked.metric->decided_by == DecidedBy::time)
      for (double& value : job) value *= std::exp(-std::max(0.0, shift));
    return job;
  }

  Decision decide_on(const Question& asked, std::vector<Job> candidate) {
    Decision decision =
        decide({asked.history, std::move(candidate)}, asked.rule->fail, suite_noise_[asked.metric->metric]);
    if (asked.metric->decided_by == DecidedBy::value && asked.history.size() < jobs_for_history) {
      decision.verdict = Verdict::inconclusive;
      decision.too_few = true;
      decision.runs_to_decide.reset();
      decision.reason = fmt::format("a job has one figure of it: it is judged from {} stored jobs on, and there {} {}",
                                    jobs_for_history, asked.history.size() == 1 ? "is" : "are", asked.history.size());
    }
    return decision;
  }

  // What was run again overrules what was suspicious.
  void confirm(const Question& asked, Decision& decision) {
    const std::vector<double> pairs = in_turn(asked, in_.confirmed);
    if (pairs.size() >= fewest_pairs)
      decision = decide_paired(pairs, asked.rule->fail);
    else if (const Job again = job_again(asked, in_.confirmed); !again.empty())
      decision = decide_on(
          asked, {adjusted(asked, asked.candidate.front(), shift_.candidate), adjusted(asked, again, shift_.again)});
    else
      return;
    again_.insert(&asked);
  }

  GateRow row_of(size_t index) {
    const Question& asked = questions_.all[index];
    const std::optional<Decision>& decision = decisions_[index];
    GateRow row;
    row.id = asked.id;
    row.metric = asked.rule->metric;
    row.limit = asked.rule->fail;
    row.rule = asked.rule->match;
    row.rule_line = asked.rule->line;
    const Metric& metric = *metric_named(asked.rule->metric);
    if (asked.m && has_time(asked.m->outcome)) row.candidate = metric.value(*asked.m);
    if (row.candidate && stored_[index] > 0 && !asked.candidate.empty()) {
      const double ratio = median(asked.candidate.front()) / stored_[index];
      row.baseline = metric.better == Better::lower ? *row.candidate / ratio : *row.candidate * ratio;
    }
    if (decision) row.worse = decision->worse, row.limit = decision->limit;
    judge(asked, decision, first_[index], row);
    excuse(row);
    return row;
  }

  void judge(const Question& asked, const std::optional<Decision>& decision, Verdict first, GateRow& row) {
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
    if (in_.confirmed)
      if (const auto failed = in_.confirmed->failed.find(asked.id); failed != in_.confirmed->failed.end())
        return say(Verdict::failed, Severity::fail, "when it was run again it was " + failed->second);
    if (const std::optional<std::string> reason = too_fast(m))
      return say(Verdict::implausible, Severity::fail, *reason);
    const FloorFinding held = hold_against_floor(m, *asked.rule);
    floor_held_ = floor_held_ || held.floor == Floor::met || held.floor == Floor::missed;
    if (held.floor == Floor::missed) return say(Verdict::below_floor, Severity::fail, held.reason);
    if (!in_.baseline) {
      row.too_few = held.floor == Floor::unknown;
      if (row.too_few) return say(Verdict::inconclusive, Severity::warn, held.reason);
      return say(Verdict::sound, Severity::pass,
                 held.floor == Floor::met ? held.reason : "no floor: its outcome alone");
    }
    judge_change(asked, decision, first, row);
    if (held.floor != Floor::unknown) return;
    row.severity = std::max(row.severity, Severity::warn);
    row.reason += (row.reason.empty() ? "" : "; ") + held.reason;
  }

  void judge_change(const Question& asked, const std::optional<Decision>& decision, Verdict first, GateRow& row) {
    const Measurement& m = *asked.m;
    const auto say = [&](Verdict verdict, Severity severity, std::string reason = "") {
      row.verdict = verdict, row.severity = severity;
      if (!reason.empty()) row.reason = std::move(reason);
    };
    const auto too_few = [&](std::string reason) {
      row.too_few = true;
      say(Verdict::inconclusive, Severity::warn, std::move(reason));
    };
    if (static_cast<int>(m.samples.size()) < asked.rule->min_samples)
      return too_few(fmt::format("{} samples, its rule asks for {}", m.samples.size(), asked.rule->min_samples));
    if (asked.other_work && !decision)
      return say(Verdict::added, Severity::warn, "its work is not what it was in the baseline");
    if (!decision) {
      if (asked.before && asked.candidate.empty())
        return say(Verdict::missing, in_.lenient ? Severity::note : Severity::fail,
                   fmt::format("the baseline has its {}, the report not", row.metric));
      if (asked.before) return too_few(fmt::format("{} is not known on both sides", row.metric));
      return say(Verdict::added, Severity::note);
    }
    if (decision->verdict == Verdict::regressed) {
      say(Verdict::regressed, Severity::fail, why_unconfirmed(asked) + unsteady(m));
      row.causes =
          causes_of(decision->worse.estimate, *asked.before, baseline_case(m), std::max(0.0, shift_.candidate));
      return;
    }
    if (decision->verdict == Verdict::improved)
      return say(Verdict::improved, asked.rule->direction == Direction::any ? Severity::fail : Severity::pass,
                 asked.rule->direction == Direction::any ? "its rule lets it change neither way" : "");
    if (first == Verdict::regressed)
      return say(Verdict::flaky, Severity::warn, "it was worse at first, and not surely when it was run again");
    if (decision->verdict == Verdict::same) {
      const bool near = decision->worse.estimate >= 1 + asked.rule->warn;
      return say(
          Verdict::same, near ? Severity::warn : Severity::pass,
          near ? fmt::format("worse by {:.1f} %, which its rule warns of", 100 * (decision->worse.estimate - 1)) : "");
    }
    row.too_few = decision->too_few;
    row.runs_to_decide = decision->runs_to_decide;
    row.runs_of = decision->runs_of;
    say(Verdict::inconclusive, decision->worse.estimate >= 1 + asked.rule->warn ? Severity::warn : Severity::note,
        decision->reason);
  }

  // Of what regressed and should have been run again.
  std::string why_unconfirmed(const Question& asked) const {
    if (!in_.confirmed || again_.contains(&asked)) return {};
    const auto lost = in_.confirmed->lost.find(asked.id);
    return fmt::format("it fails as it stands, as it could not be run again{}",
                       lost == in_.confirmed->lost.end() ? "" : ": " + lost->second);
  }

  // What the measurement says of itself that makes one process's figure doubtful.
  static std::string unsteady(const Measurement& m) {
    for (const std::string& note : m.notes)
      if (note.starts_with("drift") || note.starts_with("two modes")) return "unsteady: " + note;
    return {};
  }

  void excuse(GateRow& row) const {
    if (row.severity != Severity::fail) return;
    if (row.verdict == Verdict::failed || row.verdict == Verdict::implausible) return;  // not a matter of speed
    const Exception* const exception = excuse_of(row.id);
    if (!exception) return;
    row.severity = Severity::note;
    row.reason +=
        fmt::format("{}excused until {}: {}", row.reason.empty() ? "" : "; ", exception->until, exception->reason);
  }

  // The exception that holds for this case today, or none.
  const Exception* excuse_of(const std::string& id) const {
    const auto found = std::ranges::find_if(in_.rules.exceptions, [&](const Exception& exception) {
      return glob_matches(exception.match, id) && in_.today.substr(0, 10) <= exception.until;
    });
    return found == in_.rules.exceptions.end() ? nullptr : &*found;
  }

  void note_expired() {
    for (const Exception& exception : in_.rules.exceptions)
      if (in_.today.substr(0, 10) > exception.until)
        result_.notes.push_back(fmt::format("{}:{}: the exception of \"{}\" ended on {} ({})", in_.rules.name,
                                            exception.line, exception.match, exception.until, exception.reason));
    for (const Exception& exception : in_.rules.exceptions)
      if (std::ranges::none_of(questions_.all, [&](const Question& q) { return glob_matches(exception.match, q.id); }))
        result_.notes.push_back(fmt::format("{}:{}: the exception of \"{}\" matches no case", in_.rules.name,
                                            exception.line, exception.match));
    const auto raised = [&](const auto& decision) { return decision && decision->raised; };
    if (questions_.history && std::ranges::any_of(decisions_, raised))
      result_.notes.push_back(fmt::format(
          "the baseline has {}: {:g} % of noise between runs is assumed and no limit below 5 % applied; 'gpupeak "
          "baseline add' more jobs",
          count_of(questions_.history->jobs.size(), "job"), 100 * assumed_noise));
  }

  // Of rows that did not change: how often chance alone makes one regress, without a confirmation.
  double expected_false_alarms() const {
    double sum = 0;
    for (size_t i = 0; i < questions_.all.size(); ++i) {
      if (!decisions_[i]) continue;
      const size_t jobs = questions_.all[i].history.size();
      const Noise assumed{.variance = assumed_noise * assumed_noise, .degrees = 1e6};
      sum += false_alarm_chance(jobs, jobs >= jobs_for_history ? noise_.at(&questions_.all[i]) : assumed,
                                decisions_[i]->limit);
    }
    return sum;
  }

  const GateInput& in_;
  Questions questions_;
  GateResult result_;
  std::vector<double> stored_;  // what the baseline's jobs have, each question's median; 0 where they have none
  std::vector<std::optional<Decision>> decisions_;
  std::vector<Verdict> first_;  // before anything was run again
  std::vector<bool> accused_;
  std::set<const Question*> again_;                               // judged by what was run again
  std::map<std::string_view, std::optional<Noise>> suite_noise_;  // of each metric
  std::map<const Question*, Noise> noise_;
  DeviceShift shift_;
  bool floor_held_ = false;  // some case could be held against its floor
};

}  // namespace

GateResult gate(const GateInput& input) { return Gate(input).judge(); }

std::vector<std::string> suspicious_cases(const GateInput& input) { return Gate(input).suspicious(); }

}  // namespace gpupeak
