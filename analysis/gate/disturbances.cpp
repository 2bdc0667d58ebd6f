#include "analysis/gate/disturbances.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "analysis/gate/decide.h"
#include "core/text.h"

namespace gpupeak {

void Disturbances::add(const std::string& who, std::string_view id, double off) {
  Seen& seen = seen_[who];
  ++seen.cases;
  if (std::abs(off) <= std::abs(seen.off)) return;
  seen.off = off;
  seen.worst = id;
}

void Disturbances::look_at(const Question& asked, const History& history, const BaselineClass& stored,
                           std::string_view candidate) {
  const auto tell = [&](const std::string& who, double off) {
    if (std::abs(off) >= std::log1p(asked.rule->fail)) add(who, asked.id, off);
  };
  for (size_t job = 0; job < history.figures.size(); ++job) {
    const size_t place = asked.history_jobs[job];
    const std::string name = described(stored.jobs[place], place) + " of the baseline";
    for (const LeftOut& one : history.figures[job].left_out)
      tell(fmt::format("process {} of {}", one.process + 1, name), one.off);
    if (std::ranges::find(history.disturbed, job) != history.disturbed.end())
      tell(name, history.figures[job].mean - history.mean);
  }
  if (asked.candidate.empty() || history.jobs.size() < jobs_for_history) return;
  for (const LeftOut& one : figure_of(asked.candidate.front(), history.between_processes).left_out)
    tell(fmt::format("process {} of {}", one.process + 1, candidate), one.off);
}

std::vector<std::string> Disturbances::notes() const {
  constexpr size_t most = 5;
  std::vector<const std::pair<const std::string, Seen>*> all;
  for (const auto& one : seen_) all.push_back(&one);
  std::ranges::stable_sort(all, [](const auto* a, const auto* b) { return a->second.cases > b->second.cases; });
  std::vector<std::string> notes;
  for (const auto* one : all) {
    if (notes.size() == most) {
      notes.push_back(
          fmt::format("{} more processes or jobs disagree with the others in some case, and do not count there",
                      all.size() - most));
      break;
    }
    const auto& [who, seen] = *one;
    notes.push_back(fmt::format("{} disagrees with the others in {} and does not count there: {:.3g} % {} in {}", who,
                                count_of(seen.cases, "case"), 100 * std::abs(std::expm1(seen.off)),
                                seen.off > 0 ? "slower" : "faster", seen.worst));
  }
  return notes;
}

}  // namespace gpupeak
