#include "analysis/gate/gate.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <set>

#include "analysis/gate/device_shift.h"
#include "analysis/gate/disturbances.h"
#include "analysis/gate/floors.h"
#include "analysis/gate/gate_questions.h"
#include "analysis/gate/verdict.h"
#include "core/former_ids.h"
#include "core/text.h"
#include "method/judge.h"
#include "method/metrics.h"

namespace gpupeak {
namespace {

constexpr double assumed_noise = 0.01;  // between runs, where nothing tells; only for what the reader is told to expect
constexpr size_t witnesses = 12;

// In its unit and as it is stored: common shifts not yet taken out.
double stored_cost(const Question& asked) {
  std::vector<double> jobs;
  for (const Job& job : asked.history) jobs.push_back(median(job));
  return jobs.empty() ? 0 : median(jobs);
}

// A device that is faster as a whole hides no row that is as slow as before.
Job adjusted(const Question& asked, Job job, double shift) {
  if (asked.metric->decided_by == DecidedBy::time)
    for (double& value : job) value *= std::exp(-std::max(0.0, shift));
  return job;
}

// What the measurement says of itself that makes one process's figure doubtful.
std::string unsteady(const Measurement& m) {
  const Note* note = unsteadiness(m);
  return note ? "unsteady: " + text(*note) : "";
}

}  // namespace

Gate::Gate(GateInput input) : in_(std::move(input)), questions_(questions_of(in_)) {
  first_.resize(questions_.all.size());
  for (size_t i = 0; i < first_.size(); ++i) first_[i].stored = stored_cost(questions_.all[i]);
  usual_ = take_shifts_from_history(questions_);
  shift_ = candidate_shift(questions_);
  know_histories();
  for (size_t i = 0; i < first_.size(); ++i) {
    const Question& asked = questions_.all[i];
    if (asked.history.empty() || asked.candidate.empty()) continue;
    First& first = first_[i];
    first.decision = decide_on(asked, first.history, {adjusted(asked, asked.candidate.front(), shift_)});
    first.accused = first.decision->suspicious ||
                    (asked.rule->direction == Direction::any && first.decision->verdict == Verdict::improved);
  }
}

// The cases of each metric moderate one another.
void Gate::know_histories() {
  std::map<std::string_view, std::vector<size_t>> places;
  for (size_t i = 0; i < first_.size(); ++i)
    if (!questions_.all[i].history.empty()) places[questions_.all[i].metric->metric].push_back(i);
  for (const auto& [metric, of_metric] : places) {
    std::vector<std::vector<Job>> stored;
    for (const size_t place : of_metric) stored.push_back(questions_.all[place].history);
    std::vector<History> known = histories_of(std::move(stored));
    for (size_t i = 0; i < of_metric.size(); ++i) first_[of_metric[i]].history = std::move(known[i]);
  }
}

std::vector<std::string> Gate::suspicious() const {
  std::vector<std::string> ids;
  for (size_t i = 0; i < first_.size(); ++i)
    if (first_[i].accused && std::ranges::find(ids, questions_.all[i].id) == ids.end())
      ids.push_back(questions_.all[i].id);
  if (shift_ != 0) add_witnesses(ids);
  return ids;
}

// Whether most move together again can only be seen of many.
void Gate::add_witnesses(std::vector<std::string>& ids) const {
  const std::vector<const Question*> all = timed_questions(questions_);
  const size_t stride = std::max<size_t>(1, all.size() / witnesses);
  for (size_t i = 0; i < all.size() && ids.size() < witnesses; i += stride)
    if (std::ranges::find(ids, all[i]->id) == ids.end()) ids.push_back(all[i]->id);
}

// Of the rows that may fail: a device that is slower by more would have failed that one.
std::optional<double> Gate::least_limit() const {
  std::optional<double> least;
  for (const Question* asked : timed_questions(questions_))
    if (!excuse_of(asked->id)) least = std::min(least.value_or(INFINITY), asked->rule->fail);
  return least;
}

// The exception that holds for this case today, or none.
const Exception* Gate::excuse_of(const std::string& id) const {
  const CaseNames names(id);
  const auto found = std::ranges::find_if(in_.rules.exceptions, [&](const Exception& exception) {
    return names.match(exception.match) && in_.today.substr(0, 10) <= exception.until;
  });
  return found == in_.rules.exceptions.end() ? nullptr : &*found;
}

Decision Gate::decide_on(const Question& asked, const History& history, const std::vector<Job>& candidate) const {
  Decision decision = decide(history, candidate, asked.rule->fail);
  if (asked.metric->decided_by == DecidedBy::value && asked.history.size() < jobs_for_history) {
    decision.verdict = Verdict::inconclusive;
    decision.too_few = true;
    decision.runs_to_decide.reset();
    decision.reason = fmt::format("a job has one figure of it: it is judged from {} stored jobs on, and there {} {}",
                                  jobs_for_history, asked.history.size() == 1 ? "is" : "are", asked.history.size());
  }
  return decision;
}

// The rows of one result.
class Gate::Judgement {
 public:
  Judgement(const Gate& gate, const Confirmation* confirmed)
      : gate_(gate),
        in_(gate.in_),
        confirmed_(confirmed),
        device_(device_shift(gate.questions_, gate.shift_, gate.usual_, gate.least_limit(), confirmed)) {
    result_.candidate = in_.candidate_name;
    result_.baseline = in_.baseline ? in_.baseline_name : "";
    result_.rules = in_.rules.name;
    result_.device = gate.questions_.device;
    result_.device_failed = device_.failed;
    if (!device_.finding.empty()) result_.findings.push_back(device_.finding);
  }

  GateResult result() {
    for (size_t i = 0; i < questions().size(); ++i) decisions_.push_back(decision_on(i));
    for (size_t i = 0; i < questions().size(); ++i) result_.rows.push_back(row_of(i));
    if (result_.rows.empty()) throw GateError(in_.candidate_name + ": has nothing that the rules ask for");
    require_decided();
    result_.expected_false_alarms = expected_false_alarms();
    note_disturbed();
    note_expired();
    return std::move(result_);
  }

 private:
  const std::vector<Question>& questions() const { return gate_.questions_.all; }

  // What was run again overrules what was suspicious.
  std::optional<Decision> decision_on(size_t index) {
    const Question& asked = questions()[index];
    const First& first = gate_.first_[index];
    if (!first.accused) return first.decision;
    const std::vector<double> pairs = in_turn(asked, confirmed_);
    const Job again = job_again(asked, confirmed_);
    if (pairs.size() < fewest_pairs && again.empty()) return first.decision;
    again_.insert(&asked);
    if (pairs.size() >= fewest_pairs) return decide_paired(first.history, pairs, asked.rule->fail, *first.decision);
    return gate_.decide_on(
        asked, first.history,
        {adjusted(asked, asked.candidate.front(), gate_.shift_), adjusted(asked, again, device_.again)});
  }

  GateRow row_of(size_t index) {
    const Question& asked = questions()[index];
    const First& first = gate_.first_[index];
    const std::optional<Decision>& decision = decisions_[index];
    GateRow row;
    row.id = asked.id;
    row.metric = asked.rule->metric;
    row.limit = asked.rule->fail;
    row.rule = asked.rule->match;
    row.rule_line = asked.rule->line;
    const Metric& metric = *metric_named(asked.rule->metric);
    if (asked.m && has_time(asked.m->outcome)) row.candidate = metric.value(*asked.m);
    if (row.candidate && first.stored > 0 && !asked.candidate.empty()) {
      const double ratio = median(asked.candidate.front()) / first.stored;
      row.baseline = metric.better == Better::lower ? *row.candidate / ratio : *row.candidate * ratio;
    }
    if (decision) row.worse = decision->worse, row.limit = decision->limit;
    row.coverage = coverage_of(index);
    judge(asked, decision, first.decision, row);
    excuse(row);
    return row;
  }

  Coverage coverage_of(size_t index) const {
    const Question& asked = questions()[index];
    const History& history = gate_.first_[index].history;
    Coverage coverage{.jobs = static_cast<size_t>(history.counted),
                      .of_figures = asked.metric->decided_by == DecidedBy::value};
    for (size_t job = 0; job < history.figures.size(); ++job)
      if (std::ranges::find(history.disturbed, job) == history.disturbed.end())
        coverage.stored += static_cast<size_t>(history.figures[job].processes);
    if (!asked.m || !has_time(asked.m->outcome)) return coverage;
    coverage.samples = times_of(*asked.m);
    coverage.now = asked.candidate.empty() ? process_medians(*asked.m).size() : asked.candidate.front().size();
    if (!again_.contains(&asked)) return coverage;
    coverage.now += job_again(asked, confirmed_).size();
    coverage.pairs = in_turn(asked, confirmed_).size();
    return coverage;
  }

  void judge(const Question& asked, const std::optional<Decision>& decision, const std::optional<Decision>& first,
             GateRow& row) {
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
    if (confirmed_)
      if (const auto failed = confirmed_->failed.find(asked.id); failed != confirmed_->failed.end())
        return say(Verdict::failed, Severity::fail, "when it was run again it was " + failed->second);
    if (const std::optional<std::string> reason = too_fast(m, in_.candidate.devices.at(static_cast<size_t>(m.device))))
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

  void judge_change(const Question& asked, const std::optional<Decision>& decision,
                    const std::optional<Decision>& first, GateRow& row) {
    const Measurement& m = *asked.m;
    const auto say = [&](Verdict verdict, Severity severity, std::string reason = "") {
      row.verdict = verdict, row.severity = severity;
      if (!reason.empty()) row.reason = std::move(reason);
    };
    const auto too_few = [&](std::string reason) {
      row.too_few = true;
      say(Verdict::inconclusive, Severity::warn, std::move(reason));
    };
    if (times_of(m) < asked.rule->min_samples)
      return too_few(fmt::format("{}, its rule asks for {}", count_of(times_of(m), "sample"), asked.rule->min_samples));
    if (!asked.other_work.empty() && !decision)
      return say(Verdict::added, Severity::warn,
                 fmt::format("its work is not what it was in the baseline ({})", asked.other_work));
    if (!decision) {
      if (asked.before && asked.candidate.empty())
        return say(Verdict::missing, in_.lenient ? Severity::note : Severity::fail,
                   fmt::format("the baseline has its {}, the report not", row.metric));
      if (asked.before) return too_few(fmt::format("{} is not known on both sides", row.metric));
      return say(Verdict::added, Severity::note);
    }
    if (decision->verdict == Verdict::regressed) {
      say(Verdict::regressed, Severity::fail, why_unconfirmed(asked) + unsteady(m));
      row.causes = causes_of(decision->worse.estimate, *asked.before, baseline_case(m), std::max(0.0, gate_.shift_));
      return;
    }
    if (decision->verdict == Verdict::improved)
      return say(Verdict::improved, asked.rule->direction == Direction::any ? Severity::fail : Severity::pass,
                 asked.rule->direction == Direction::any ? "its rule lets it change neither way" : "");
    if (first->verdict == Verdict::regressed)
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
    if (!confirmed_ || again_.contains(&asked)) return {};
    const auto lost = confirmed_->lost.find(asked.id);
    return fmt::format("it fails as it stands, as it could not be run again{}",
                       lost == confirmed_->lost.end() ? "" : ": " + lost->second);
  }

  void excuse(GateRow& row) const {
    if (row.severity != Severity::fail) return;
    if (row.verdict == Verdict::failed || row.verdict == Verdict::implausible) return;  // not a matter of speed
    const Exception* const exception = gate_.excuse_of(row.id);
    if (!exception) return;
    row.severity = Severity::note;
    row.reason +=
        fmt::format("{}excused until {}: {}", row.reason.empty() ? "" : "; ", exception->until, exception->reason);
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
    throw GateError(fmt::format("{}: nothing could be judged ({}), so this is no pass: {}; {}", in_.candidate_name,
                                count_of(rows, "row"), first->reason,
                                is_planned(in_.candidate.run.schedule)
                                    ? "measure with 'gpupeak run --repeat 5'"
                                    : "measure again, and name a folder of the files"));
  }

  void note_disturbed() {
    Disturbances disturbances;
    for (size_t i = 0; i < questions().size(); ++i)
      if (gate_.questions_.history)
        disturbances.look_at(questions()[i], gate_.first_[i].history, *gate_.questions_.history, in_.candidate_name);
    std::ranges::move(disturbances.notes(), std::back_inserter(result_.notes));
  }

  void note_expired() {
    for (const Exception& exception : in_.rules.exceptions)
      if (in_.today.substr(0, 10) > exception.until)
        result_.notes.push_back(fmt::format("{}:{}: the exception of \"{}\" ended on {} ({})", in_.rules.name,
                                            exception.line, exception.match, exception.until, exception.reason));
    std::vector<CaseNames> cases;
    if (!in_.rules.exceptions.empty())
      for (const Question& asked : questions()) cases.emplace_back(asked.id);
    for (const Exception& exception : in_.rules.exceptions)
      if (std::ranges::none_of(cases, [&](const CaseNames& names) { return names.match(exception.match); }))
        result_.notes.push_back(fmt::format("{}:{}: the exception of \"{}\" matches no case", in_.rules.name,
                                            exception.line, exception.match));
    std::ranges::copy(gate_.questions_.notes, std::back_inserter(result_.notes));
    if (gate_.questions_.history) note_raised_limits();
  }

  void note_raised_limits() {
    size_t raised = 0, first = 0;
    for (size_t i = 0; i < decisions_.size(); ++i)
      if (decisions_[i] && decisions_[i]->raised && raised++ == 0) first = i;
    if (raised == 0) return;
    const size_t jobs = gate_.questions_.history->jobs.size();
    const std::string has =
        jobs < jobs_for_history
            ? "the baseline has " + count_of(jobs, "job")
            : fmt::format("{} of {} stands in {} of the baseline's {}", count_of(raised, "row"), decisions_.size(),
                          questions()[first].history.size(), count_of(jobs, "job"));
    result_.notes.push_back(fmt::format(
        "{}: {:g} % of noise between runs is assumed and no limit below 5 % applied; 'gpupeak baseline add' more jobs",
        has, 100 * assumed_noise));
  }

  // Of rows that did not change: how often chance alone makes one regress, without a confirmation.
  double expected_false_alarms() const {
    double sum = 0;
    for (size_t i = 0; i < questions().size(); ++i) {
      if (!decisions_[i]) continue;
      const History& history = gate_.first_[i].history;
      constexpr Variance assumed{assumed_noise * assumed_noise, 1e6};
      const bool known = history.jobs.size() >= jobs_for_history;
      sum += false_alarm_chance(history.counted, known ? history.between_jobs : assumed, decisions_[i]->limit);
    }
    return sum;
  }

  const Gate& gate_;
  const GateInput& in_;
  const Confirmation* confirmed_;
  const DeviceShift device_;
  GateResult result_;
  std::vector<std::optional<Decision>> decisions_;
  std::set<const Question*> again_;  // judged by what was run again
  bool floor_held_ = false;          // some case could be held against its floor
};

GateResult Gate::judge(const Confirmation* confirmed) const { return Judgement(*this, confirmed).result(); }

}  // namespace gpupeak
