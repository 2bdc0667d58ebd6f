#include "analysis/gate/confirmation.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

#include "core/text.h"

namespace gpupeak {
namespace {

constexpr size_t most_lost = 3;  // pairs that are run in the place of others

const Measurement* find_case(const Report& report, const std::string& id) {
  const auto found = std::ranges::find_if(report.measurements, [&](const Measurement& m) { return m.id.id() == id; });
  return found == report.measurements.end() ? nullptr : &*found;
}

// Why this case cannot be used, or nothing.
std::string why_unusable(const Measurement* m, const Measurement* candidate, std::string_view which) {
  if (!m) return fmt::format("{} did not run it", which);
  if (m->outcome != Outcome::measured || m->samples.empty())
    return fmt::format("{} of {}{}", name(m->outcome), which, m->reason.empty() ? "" : ": " + m->reason);
  if (const std::string other = candidate ? work_difference(m->work, candidate->work) : ""; !other.empty())
    return fmt::format("its work is another one in {} ({})", which, other);
  return "";
}

bool ended_badly(const Measurement* m) { return m && (m->outcome == Outcome::wrong || m->outcome == Outcome::failed); }

std::string how_it_ended(const Measurement& m) { return fmt::format("{}: {}", name(m.outcome), m.reason); }

}  // namespace

Retrial::Retrial(const Report& candidate, std::vector<std::string> cases, size_t pairs)
    : candidate_(candidate), cases_(std::move(cases)), pairs_(pairs) {}

std::string Retrial::plan() const {
  return fmt::format(
      "{} again: {}", count_of(cases_.size(), "case"),
      pairs_ > 0 ? count_of(pairs_, "pair") + " in turn" : count_of(candidate_.run.processes, "fresh process"));
}

std::vector<std::string> Retrial::to_run() const {
  std::set<std::string> groups;
  for (const Measurement& m : candidate_.measurements)
    if (std::ranges::find(cases_, m.id.id()) != cases_.end()) groups.insert(m.group);
  std::vector<std::string> ids;
  for (const Measurement& m : candidate_.measurements)
    if (groups.contains(m.group)) ids.push_back(m.id.id());
  return ids;
}

std::optional<Turn> Retrial::next() const {
  if (pairs_ == 0) return turns_ > 0 ? std::nullopt : std::optional(Turn{false, "again", candidate_.run.processes});
  const size_t pair = turns_ / 2;
  const bool begins = turns_ % 2 == 0;
  if (begins && (pair == pairs_ + most_lost || !lacks_pairs())) return std::nullopt;
  const bool baseline = begins == (pair % 2 == 0);
  return Turn{baseline, fmt::format("pair-{}-{}", pair + 1, baseline ? "baseline" : "candidate")};
}

void Retrial::take(Report report) {
  require_alike(report);
  const bool baseline = next()->baseline;
  ++turns_;
  if (pairs_ == 0) return take_again(report);
  if (!first_of_pair_) {
    first_of_pair_ = std::move(report);
    return;
  }
  const Report first = *std::exchange(first_of_pair_, std::nullopt);
  baseline ? take_pair(report, first) : take_pair(first, report);
}

// Whether some case still lacks pairs that could be had.
bool Retrial::lacks_pairs() const {
  return std::ranges::any_of(cases_, [&](const std::string& id) {
    if (confirmation_.failed.contains(id)) return false;
    const auto found = confirmation_.pairs.find(id);
    return found == confirmation_.pairs.end() || found->second.size() < pairs_;
  });
}

void Retrial::require_alike(const Report& again) const {
  const std::string_view which = next()->baseline ? "baseline's program" : "program";
  const auto refuse = [&](std::string_view what, std::string_view here, std::string_view there) {
    throw GateError(fmt::format("the {} that was run to confirm differs from the report in {} ({} / {})", which, what,
                                here, there));
  };
  if (again.devices.empty() || candidate_.devices.empty()) refuse("its device", "none", "none");
  const std::string here = text(class_of(again.devices.front(), again)),
                    there = text(class_of(candidate_.devices.front(), candidate_));
  if (here != there) refuse("its device", here, there);
  if (again.tool.method != candidate_.tool.method)
    refuse("the version of the method", std::to_string(again.tool.method), std::to_string(candidate_.tool.method));
  if (again.run.schedule.data != candidate_.run.schedule.data)
    refuse("the data of operands", name(again.run.schedule.data), name(candidate_.run.schedule.data));
}

void Retrial::take_again(const Report& again) {
  for (const std::string& id : cases_) {
    const Measurement* const m = find_case(again, id);
    if (ended_badly(m))
      confirmation_.failed.emplace(id, how_it_ended(*m));
    else if (std::string reason = why_unusable(m, find_case(candidate_, id), "the run again"); !reason.empty())
      confirmation_.lost.emplace(id, std::move(reason));
    else
      confirmation_.again.emplace(id, baseline_case(*m));
  }
}

void Retrial::take_pair(const Report& before, const Report& now) {
  for (const std::string& id : cases_) {
    const Measurement *const old_one = find_case(before, id), *const new_one = find_case(now, id);
    if (ended_badly(new_one)) {
      confirmation_.failed.emplace(id, how_it_ended(*new_one));
      continue;
    }
    std::string reason = why_unusable(old_one, find_case(candidate_, id), "the baseline's program");
    if (reason.empty()) reason = why_unusable(new_one, find_case(candidate_, id), "the run again");
    if (reason.empty())
      confirmation_.pairs[id].push_back({baseline_case(*old_one), baseline_case(*new_one)});
    else
      confirmation_.lost[id] = std::move(reason);
  }
}

Job job_again(const Question& asked, const Confirmation* confirmed) {
  if (!confirmed) return {};
  const auto again = confirmed->again.find(asked.id);
  return again == confirmed->again.end() ? Job{} : costs(again->second, *asked.metric);
}

std::vector<double> in_turn(const Question& asked, const Confirmation* confirmed) {
  std::vector<double> ratios;
  if (!confirmed) return ratios;
  const auto pairs = confirmed->pairs.find(asked.id);
  if (pairs == confirmed->pairs.end()) return ratios;
  for (const Confirmation::Pair& pair : pairs->second) {
    const Job before = costs(pair.before, *asked.metric), now = costs(pair.now, *asked.metric);
    if (!before.empty() && !now.empty()) ratios.push_back(log_median(now) - log_median(before));
  }
  return ratios;
}

}  // namespace gpupeak
