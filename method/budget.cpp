#include "method/budget.h"

#include <algorithm>
#include <charconv>
#include <iterator>
#include <utility>

#include "method/expected_time.h"

namespace gpupeak {
namespace {

constexpr double memory_of_speed = 0.5;  // weight of what was learned before, beside the group that ended last
constexpr double least_slowdown = 1, most_slowdown = 100;

// The less, the sooner a reader wants it.
double place_of(const Preference& wanted, const Case& id) {
  if (!id.has(wanted.axis)) return 0;
  const std::string& value = id.text(wanted.axis);
  if (wanted.values.empty()) {
    double number = 0;
    std::from_chars(value.data(), value.data() + value.size(), number);
    return -number;
  }
  double place = 0;
  for (size_t begin = 0; begin <= wanted.values.size(); ++place) {
    const size_t end = std::min(wanted.values.find(',', begin), wanted.values.size());
    if (wanted.values.substr(begin, end - begin) == value) return place;
    begin = end + 1;
  }
  return place;
}

Group without(const Group& group, const Group& some) {
  Group rest;
  for (const ScheduledCase* one : group)
    if (std::ranges::find(some, one) == some.end()) rest.push_back(one);
  return rest;
}

std::vector<double> places_of(const Suite* suite, const Group& group) {
  std::vector<double> places;
  if (suite)
    for (const Preference& wanted : suite->first) places.push_back(place_of(wanted, group.front()->id));
  return places;
}

}  // namespace

std::vector<std::deque<Group>> by_worth(std::vector<Group> groups, std::span<const Suite* const> suites) {
  std::vector<std::string> names;
  std::vector<std::vector<std::pair<std::vector<double>, Group>>> ranked;
  for (Group& group : groups) {
    const std::string& name = group.front()->id.suite();
    const auto known = std::ranges::find(names, name);
    const auto at = static_cast<size_t>(known - names.begin());
    if (known == names.end()) {
      names.push_back(name);
      ranked.emplace_back();
    }
    std::vector<double> places = places_of(suite_named(suites, name), group);
    ranked[at].emplace_back(std::move(places), std::move(group));
  }
  std::vector<std::deque<Group>> queues;
  for (auto& of_suite : ranked) {
    std::ranges::stable_sort(of_suite, {}, [](const auto& one) { return one.first; });
    std::deque<Group>& queue = queues.emplace_back();
    for (auto& [places, group] : of_suite) queue.push_back(std::move(group));
  }
  return queues;
}

RunBudget::RunBudget(const Schedule& schedule, std::span<const Suite* const> suites, const Rank& rank, Seconds spent)
    : schedule_(schedule),
      suites_(suites),
      rank_(rank),
      end_(rank.device.now() + *schedule.budget - spent),
      rates_(measure_upkeep_rates(rank.device)) {}

Seconds RunBudget::left() const { return end_ - rank_.device.now(); }

Seconds RunBudget::foreseen(std::span<const ScheduledCase* const> cases) const {
  Seconds sum{0};
  for (const ScheduledCase* one : cases) {
    const auto [at, is_new] = foreseen_.try_emplace(one);
    if (is_new) at->second = expected_time(*one, schedule_, suites_, rank_, rates_).about;
    sum += at->second;
  }
  return sum;
}

Seconds RunBudget::expected(std::span<const ScheduledCase* const> cases) const {
  const double slowdown = was_foreseen_ > Seconds(0) ? took_ / was_foreseen_ : 1;
  return std::clamp(slowdown, least_slowdown, most_slowdown) * foreseen(cases);
}

Group RunBudget::best_of(const Group& group) const {
  const Suite* suite = suite_named(suites_, group.front()->id.suite());
  if (!suite || suite->ladder.empty() || !suite->axes) return group;
  std::vector<Case> ids;
  for (const ScheduledCase* one : group) ids.push_back(one->id);
  keep_best_rungs(ids, suite->axes(rank_.device.info(), rank_.kernels), suite->ladder);
  Group best;
  for (const ScheduledCase* one : group)
    if (std::ranges::find(ids, one->id) != ids.end()) best.push_back(one);
  return best;
}

Group RunBudget::affordable(const Group& group, Seconds time) const {
  if (time <= Seconds(0)) return {};
  if (expected(group) <= time) return group;
  Group best = best_of(group);
  return expected(best) <= time ? best : Group{};
}

void RunBudget::run_and_learn(const Group& group, Seconds time, const RunGroup& run) {
  const Seconds before = foreseen(group), start = rank_.device.now();
  run(group, time);
  const Seconds took = rank_.device.now() - start;
  took_ = memory_of_speed * took_ + (took > time ? took : before);  // who kept to it may have sampled for longer
  was_foreseen_ = memory_of_speed * was_foreseen_ + before;
}

std::vector<Group> RunBudget::spend(std::vector<Group> groups, const RunGroup& run,
                                    const std::function<bool()>& interrupted) {
  std::vector<std::deque<Group>> queues = by_worth(std::move(groups), suites_);
  std::vector<Group> later, left_out;
  const auto take = [&](std::deque<Group>& queue, const std::deque<Group>::iterator& group, const Group& fitting,
                        Seconds time) {
    run_and_learn(fitting, time, run);
    if (Group rest = without(*group, fitting); !rest.empty()) later.push_back(std::move(rest));
    return queue.erase(group);
  };
  const auto take_first_that_fits = [&](std::deque<Group>& queue, Seconds share, bool first_round) {
    for (auto group = queue.begin(); group != queue.end();) {
      const Group fitting = affordable(*group, share);
      const bool is_measured = foreseen(fitting) > Seconds(0);  // else it is skipped, which costs nothing
      group = fitting.empty() ? std::next(group) : take(queue, group, fitting, share);
      if (is_measured) return;
    }
    if (first_round && !queue.empty()) {
      const auto shortest =
          std::ranges::min_element(queue, {}, [&](const Group& group) { return expected(best_of(group)).value; });
      if (const Group best = best_of(*shortest); !affordable(best, left()).empty()) {
        take(queue, shortest, best, share);
        return;
      }
    }
    later.insert(later.end(), queue.begin(), queue.end());
    queue.clear();
  };
  for (bool first_round = true; !queues.empty(); first_round = false) {
    for (size_t i = 0; i < queues.size(); ++i) {
      if (interrupted()) return {};
      take_first_that_fits(queues[i], left() / static_cast<double>(queues.size() - i), first_round);
    }
    std::erase_if(queues, [](const std::deque<Group>& queue) { return queue.empty(); });
  }
  for (const Group& group : later) {
    if (interrupted()) return {};
    const Group fitting = affordable(group, left());
    if (!fitting.empty()) run_and_learn(fitting, left(), run);
    if (Group rest = without(group, fitting); !rest.empty()) left_out.push_back(std::move(rest));
  }
  return left_out;
}

}  // namespace gpupeak
