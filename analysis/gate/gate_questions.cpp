#include "analysis/gate/gate_questions.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

#include "analysis/gate/trend.h"
#include "core/former_ids.h"
#include "core/text.h"
#include "method/metrics.h"
#include "statistics/stats.h"

namespace gpupeak {
namespace {

// A plateau of the history that ended is not what the candidate is held against.
size_t forget_before_last_step(Question& asked) {
  const auto old = static_cast<std::ptrdiff_t>(begin_of_plateau(asked.history));
  asked.history.erase(asked.history.begin(), asked.history.begin() + old);
  asked.history_jobs.erase(asked.history_jobs.begin(), asked.history_jobs.begin() + old);
  return static_cast<size_t>(old);
}

class QuestionCollector {
 public:
  explicit QuestionCollector(const GateInput& input) : in_(input) {}

  Questions questions() {
    choose_device();
    ask();
    return std::move(result_);
  }

 private:
  void choose_device() {
    if (in_.candidate.devices.empty()) throw GateError(in_.candidate_name + ": describes no device");
    std::set<int> measured;
    for (const Measurement& m : in_.candidate.measurements) measured.insert(m.device);
    if (measured.size() > 1)
      throw GateError(
          fmt::format("{}: holds cases of {} devices, and a gate judges one; measure each by itself with "
                      "'gpupeak run --device'",
                      in_.candidate_name, measured.size()));
    if (!measured.empty()) return choose_device(static_cast<size_t>(*measured.begin()));
    throw GateError(in_.candidate_name + ": holds no case of its device");
  }

  void choose_device(size_t only) {
    const DeviceClass device = class_of(in_.candidate.devices[only], in_.candidate);
    device_ = only;
    result_.device = text(device);
    if (!in_.baseline) return;
    result_.history = in_.baseline->find(device);
    if (result_.history && device.name.empty())
      result_.notes.push_back(fmt::format(
          "{} names no machine, nor does the baseline: whether they are of one is not known", in_.candidate_name));
    if (result_.history) return;
    std::string known;
    for (const BaselineClass& one : in_.baseline->classes) known += (known.empty() ? "" : "; ") + text(one.device);
    throw GateError(
        fmt::format("{}: has no job of {}; it has: {}. Add one with 'gpupeak baseline add', or check "
                    "outcomes and floors alone with --floors-only",
                    in_.baseline_name, result_.device, known.empty() ? "none" : known));
  }

  void require_alike(const BaselineJob& job) const {
    if (in_.force) return;
    if (const auto differs = unlike(in_.candidate, device_, job))
      throw GateError(
          fmt::format("{} and {} differ in {} ({} / {}), so their times cannot be compared; measure again, "
                      "or insist with --force",
                      in_.candidate_name, in_.baseline_name, differs->what, differs->here, differs->there));
  }

  // The first rule of each metric.
  std::vector<const Rule*> rules_for(const std::string& id) {
    std::vector<const Rule*> rules;
    const CaseNames names(id);
    for (const Rule& rule : in_.rules.rules) {
      if (!names.match(rule.match)) continue;
      const auto first = std::ranges::find(rules, rule.metric, &Rule::metric);
      if (first == rules.end())
        rules.push_back(&rule);
      else
        behind_.emplace(&rule, *first);
    }
    return rules;
  }

  void ask() {
    if (result_.history)
      for (const BaselineJob& job : result_.history->jobs) require_alike(job);
    std::set<std::string> seen;
    size_t common = 0;
    for (const Measurement& m : in_.candidate.measurements) {
      const std::string id = m.id.id();
      if (static_cast<size_t>(m.device) != device_ || !seen.insert(id).second) continue;
      bool first = true;  // a case that drops out is counted once
      for (const Rule* rule : rules_for(id)) common += ask(&m, id, rule, std::exchange(first, false));
    }
    if (result_.history && !result_.history->jobs.empty())
      for (const auto& [id, before] : result_.history->jobs.back().cases)
        if (!seen.contains(id))
          for (const Rule* rule : rules_for(id)) ask_for_missing(id, rule, before);
    for (const Rule& rule : in_.rules.rules)
      if (!matched_.contains(&rule) && !(behind_.contains(&rule) && matched_.contains(behind_.at(&rule))))
        throw GateError(
            fmt::format("{}{}: the rule \"{}\" matches no case that has {}; 'gpupeak report {}' shows their "
                        "ids",
                        in_.rules.name, rule.line > 0 ? fmt::format(":{}", rule.line) : "", rule.match, rule.metric,
                        in_.candidate_name));
    if (result_.history && common == 0) throw GateError(nothing_in_common());
    say_left_out();
    if (forgotten_ > 0)
      result_.notes.push_back(fmt::format(
          "{} held against the jobs since the last step of its case alone ({}); 'gpupeak trend' shows steps",
          count_of(forgotten_, "row") + (forgotten_ == 1 ? " is" : " are"), first_forgotten_));
  }

  std::string nothing_in_common() const {
    const auto other = std::ranges::find_if(result_.all, [](const Question& q) { return !q.other_work.empty(); });
    if (other == result_.all.end())
      return fmt::format("{} and {} have no measured case in common, so nothing could be gated", in_.candidate_name,
                         in_.baseline_name);
    return fmt::format(
        "{} and {} did different work in every case that both measured, so nothing could be gated: {} ({})",
        in_.candidate_name, in_.baseline_name, other->id, other->other_work);
  }

  // Never silently: a history that is shorter than the baseline decides otherwise.
  void say_left_out() {
    std::map<std::string, std::vector<size_t>> jobs;  // by why
    for (const auto& [place, left] : left_out_) {
      std::string why;
      const auto add = [&](const std::vector<std::string>& ids, std::string_view what) {
        if (ids.empty()) return;
        why += fmt::format("{}{} {}: {}{}", why.empty() ? "" : "; ", count_of(ids.size(), "case"), what, ids.front(),
                           ids.size() > 1 ? " and others" : "");
      };
      add(left.other_work, "did other work");
      add(left.absent, "missing");
      jobs[why].push_back(place);
    }
    for (const auto& [why, places] : jobs) {
      const BaselineJob& job = result_.history->jobs[places.front()];
      result_.notes.push_back(fmt::format(
          "{} of the baseline{}: {}", described(job, places.front()),
          places.size() == 1 ? " is left out where it cannot tell"
                             : fmt::format(" and {} more are left out where they cannot tell", places.size() - 1),
          why));
    }
  }

  void ask_for_missing(const std::string& id, const Rule* rule, const BaselineCase& before) {
    const GatedMetric* metric = gated_metric_named(rule->metric);
    if (costs(before, *metric).empty()) return;
    matched_.insert(rule);
    Question asked{nullptr, id, rule, metric, {}, {}, {}};
    asked.before = &before;
    result_.all.push_back(std::move(asked));
  }

  bool baseline_has(const std::string& id, const GatedMetric& metric) const {
    if (!result_.history) return false;
    return std::ranges::any_of(result_.history->jobs, [&](const BaselineJob& job) {
      const auto before = job.cases.find(id);
      return before != job.cases.end() && !costs(before->second, metric).empty();
    });
  }

  // Whether the baseline knows it too.
  bool ask(const Measurement* m, const std::string& id, const Rule* rule, bool first_rule) {
    Question asked{m, id, rule, gated_metric_named(rule->metric), {}, {}, {}};
    const bool measured = m->outcome == Outcome::measured && m->stats && !m->samples.empty();
    // A metric that this case never had: another one's rule that happens to match. One that it lost is a question.
    if (measured && !metric_named(rule->metric)->value(*m) && !baseline_has(id, *asked.metric)) return false;
    matched_.insert(rule);
    double work = 0;
    if (measured) {
      const BaselineCase now = baseline_case(*m);
      work = now.work;
      if (Job job = costs(now, *asked.metric); !job.empty()) asked.candidate.push_back(std::move(job));
    }
    std::vector<size_t> absent;
    if (result_.history)
      for (size_t i = 0; i < result_.history->jobs.size(); ++i) {
        const BaselineJob& job = result_.history->jobs[i];
        const auto before = job.cases.find(id);
        if (before == job.cases.end()) {
          absent.push_back(i);
          continue;
        }
        if (measured && !same_baseline_work(before->second.work, work)) {
          asked.other_work = fmt::format("{:.17g} / {:.17g}", work, before->second.work);
          if (first_rule) left_out_[i].other_work.push_back(fmt::format("{} ({})", id, asked.other_work));
          continue;
        }
        asked.before = &before->second;
        if (Job values = costs(before->second, *asked.metric); !values.empty()) {
          asked.history.push_back(std::move(values));
          asked.history_jobs.push_back(i);
        }
      }
    // A case that no job has is new, and its row says so.
    if (first_rule && result_.history && absent.size() < result_.history->jobs.size())
      for (const size_t job : absent) left_out_[job].absent.push_back(id);
    if (forget_before_last_step(asked) > 0 && forgotten_++ == 0)
      first_forgotten_ =
          fmt::format("{}, from {} on", id,
                      described(result_.history->jobs[asked.history_jobs.front()], asked.history_jobs.front()));
    const bool known = asked.before && m->outcome != Outcome::skipped;
    result_.all.push_back(std::move(asked));
    return known;
  }

  const GateInput& in_;
  Questions result_;
  size_t device_ = 0;
  struct LeftOut {
    std::vector<std::string> other_work, absent;  // ids
  };
  std::map<size_t, LeftOut> left_out_;  // by place of the job
  size_t forgotten_ = 0;                // questions whose history begins at a step
  std::string first_forgotten_;
  std::set<const Rule*> matched_;              // that asked for something
  std::map<const Rule*, const Rule*> behind_;  // rules whose cases an earlier one took: which
};

}  // namespace

Job costs(const BaselineCase& one, const GatedMetric& gated) {
  if (gated.decided_by == DecidedBy::time) return one.time_s;
  const auto found = one.values.find(gated.metric);
  if (found == one.values.end()) return {};
  const double value = std::max(found->second, gated.least);
  if (!(value > 0)) return {};
  return {metric_named(gated.metric)->better == Better::lower ? value : 1 / value};
}

Questions questions_of(const GateInput& input) { return QuestionCollector(input).questions(); }

}  // namespace gpupeak
