#include "method/groups.h"

#include <algorithm>
#include <map>
#include <utility>

#include "core/hash.h"

namespace gpupeak {

const Suite* suite_named(std::span<const Suite* const> suites, std::string_view name) {
  const auto found = std::ranges::find(suites, name, &Suite::name);
  return found == suites.end() ? nullptr : *found;
}

std::string group_of(const Case& id, const Suite* suite) {
  return suite && !suite->ladder.empty() ? id.id_without(suite->ladder) : id.id();
}

// Drawn with a generator of our own, so that a seed gives the same order everywhere.
std::vector<Group> groups_of(const Schedule& schedule, std::span<const ScheduledCase* const> cases,
                             std::span<const Suite* const> suites) {
  std::vector<Group> groups;
  std::map<std::string, size_t> place;
  for (const ScheduledCase* scheduled : cases) {
    const std::string group = group_of(scheduled->id, suite_named(suites, scheduled->id.suite()));
    const auto [at, is_new] = place.emplace(group, groups.size());
    if (is_new) groups.emplace_back();
    groups[at->second].push_back(scheduled);
  }
  const uint64_t seed = mix(schedule.seed, hash_of("order"));
  if (schedule.order == Order::random)
    for (size_t left = groups.size(); left > 1; --left) std::swap(groups[left - 1], groups[mix(seed, left) % left]);
  return groups;
}

}  // namespace gpupeak
