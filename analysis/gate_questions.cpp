#include "analysis/gate_questions.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "core/glob.h"

namespace gpupeak {
namespace {

double as_cost(double value, Better better) { return better == Better::lower ? value : 1 / value; }

// A figure of the baseline as a job of costs. Time of each process for what time tells; the sign of the ratio is the
// same for every rate of one work.
Job costs(const BaselineCase& one, const GatedMetric& gated) {
  if (gated.told == Told::by_time) return one.time_s;
  const auto value = one.values.find(gated.metric);
  if (value == one.values.end() || !(value->second > 0)) return {};
  return {as_cost(value->second, metric_named(gated.metric)->better)};
}

class Asker {
 public:
  explicit Asker(const GateInput& input) : in_(input) {}

  Questions questions() {
    choose_device();
    ask();
    return std::move(result_);
  }

 private:
  void choose_device() {
    if (in_.candidate.devices.empty()) throw GateError(in_.candidate_name + ": describes no device");
    std::string classes;
    for (size_t i = 0; i < in_.candidate.devices.size(); ++i) {
      const DeviceClass device = class_of(in_.candidate.devices[i], in_.candidate);
      classes += (i > 0 ? "; " : "") + text(device);
      if (in_.baseline && !in_.baseline->find(device)) continue;
      device_ = i;
      if (in_.baseline) result_.history = in_.baseline->find(device);
      result_.device = text(device);
      return;
    }
    std::string known;
    for (const BaselineClass& one : in_.baseline->classes) known += (known.empty() ? "" : "; ") + text(one.device);
    throw GateError(
        fmt::format("{}: has no job of {}; it has: {}. Add one with 'gpupeak baseline add', or gate without "
                    "--baseline to check floors alone",
                    in_.baseline_name, classes, known.empty() ? "none" : known));
  }

  void require_alike(const BaselineJob& job) const {
    const auto refuse = [&](std::string_view what, std::string_view here, std::string_view there) {
      throw GateError(
          fmt::format("{} and {} differ in {} ({} / {}), so their times cannot be compared; measure again, "
                      "or insist with --force",
                      in_.candidate_name, in_.baseline_name, what, here, there));
    };
    if (in_.force) return;
    const std::string_view data = name(in_.candidate.run.plan.data);
    if (job.data != data) refuse("data of operands", data, job.data);
    if (job.method != in_.candidate.tool.method)
      refuse("the version of the method", std::to_string(in_.candidate.tool.method), std::to_string(job.method));
    const std::string& policy = in_.candidate.devices[device_].clock_policy;
    if (unlike_policies(policy, job.clock_policy)) refuse("the policy of the clock", policy, job.clock_policy);
  }

  void require_alike(const std::string& id, const BaselineCase& before) const {
    const auto cache = caches_.find(id);
    if (in_.force || before.cache.empty() || cache == caches_.end() || name(cache->second) == before.cache) return;
    throw GateError(fmt::format("{}: {} is {} in {} and {} in {}; measure again, or insist with --force", id, "cache",
                                name(cache->second), in_.candidate_name, before.cache, in_.baseline_name));
  }

  // The first rule of each metric.
  std::vector<const Rule*> rules_for(const std::string& id) {
    std::vector<const Rule*> rules;
    for (const Rule& rule : in_.rules.rules) {
      if (!glob_matches(rule.match, id)) continue;
      matched_.insert(&rule);
      const auto same = [&](const Rule* other) { return other->metric == rule.metric; };
      if (std::ranges::none_of(rules, same)) rules.push_back(&rule);
    }
    return rules;
  }

  void ask() {
    caches_ = caches_of(in_.candidate.run.plan);
    if (result_.history)
      for (const BaselineJob& job : result_.history->jobs) require_alike(job);
    std::set<std::string> seen;
    size_t common = 0;
    for (const Measurement& m : in_.candidate.measurements) {
      const std::string id = m.id.id();
      if (static_cast<size_t>(m.device) != device_ || !seen.insert(id).second) continue;
      for (const Rule* rule : rules_for(id)) common += ask(&m, id, rule);
    }
    if (seen.empty()) throw GateError(in_.candidate_name + ": holds no case of its device");
    if (result_.history && !result_.history->jobs.empty())
      for (const auto& [id, before] : result_.history->jobs.back().cases)
        if (!seen.contains(id))
          for (const Rule* rule : rules_for(id))
            result_.all.push_back({nullptr, id, rule, gated_metric_named(rule->metric), {}, {}, &before});
    for (const Rule& rule : in_.rules.rules)
      if (!matched_.contains(&rule))
        throw GateError(fmt::format("{}{}: the rule \"{}\" matches no case; 'gpupeak report {}' shows their ids",
                                    in_.rules.name, rule.line > 0 ? fmt::format(":{}", rule.line) : "", rule.match,
                                    in_.candidate_name));
    if (result_.history && common == 0)
      throw GateError(fmt::format("{} and {} have no measured case in common, so nothing could be gated",
                                  in_.candidate_name, in_.baseline_name));
  }

  // Whether the baseline knows it too.
  bool ask(const Measurement* m, const std::string& id, const Rule* rule) {
    Question asked{m, id, rule, gated_metric_named(rule->metric), {}, {}};
    const bool measured = m->outcome == Outcome::measured && m->stats && !m->samples.empty();
    // A metric that this case has not: another one's rule that happens to match.
    if (measured && !metric_named(rule->metric)->value(*m)) return false;
    double work = 0;
    if (measured) {
      const BaselineCase now = baseline_case(*m);
      work = now.work;
      if (Job job = costs(now, *asked.metric); !job.empty()) asked.candidate.push_back(std::move(job));
    }
    if (result_.history)
      for (const BaselineJob& job : result_.history->jobs) {
        const auto before = job.cases.find(id);
        if (before == job.cases.end()) continue;
        require_alike(id, before->second);
        if (measured && before->second.work != work) {
          asked.other_work = true;
          continue;
        }
        asked.before = &before->second;
        if (Job values = costs(before->second, *asked.metric); !values.empty())
          asked.history.push_back(std::move(values));
      }
    if (in_.confirmed && !asked.candidate.empty())
      if (const auto again = in_.confirmed->again.find(id); again != in_.confirmed->again.end())
        if (Job values = costs(again->second, *asked.metric); !values.empty())
          asked.candidate.push_back(std::move(values));
    const bool known = !asked.history.empty() && !asked.candidate.empty();
    result_.all.push_back(std::move(asked));
    return known;
  }

  const GateInput& in_;
  Questions result_;
  size_t device_ = 0;
  std::map<std::string, Cache> caches_;
  std::set<const Rule*> matched_;
};

}  // namespace

Questions questions_of(const GateInput& input) { return Asker(input).questions(); }

}  // namespace gpupeak
