#include "method/schedule.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "core/former_ids.h"
#include "core/text.h"
#include "method/axis_values.h"

namespace gpupeak {
namespace {

const Suite& find_suite(std::span<const Suite* const> suites, const std::string& wanted) {
  std::vector<std::string> known;
  for (const Suite* suite : suites) {
    if (suite->name == wanted) return *suite;
    known.emplace_back(suite->name);
  }
  throw ScheduleError(fmt::format("no suite '{}'{}", wanted, suggestion(wanted, known)));
}

bool knows(const Axis& axis, const std::string& word) {
  return std::ranges::find(axis.words, word) != axis.words.end() ||
         std::ranges::find(axis.each, word) != axis.each.end() || (axis.accepts && axis.accepts(word));
}

// One value as a user or a preset wrote it → the values it stands for, checked against the axis.
std::vector<std::string> accepted(const Suite& suite, const Axis& axis, const std::string& written) {
  std::vector<std::string> values;
  try {
    values = parse_axis_values(written, axis.kind);
  } catch (const std::invalid_argument& error) {
    throw ScheduleError(fmt::format("{}.{}={}: {}", suite.name, axis.name, written, error.what()));
  }
  if (!axis.each.empty() && std::ranges::find(values, "each") != values.end()) return axis.each;
  for (const std::string& value : values) {
    const bool number = axis.kind != AxisKind::word && !value.empty() && value.front() >= '0' && value.front() <= '9';
    if (!number && !knows(axis, value))
      throw ScheduleError(
          fmt::format("{}.{}={}: no such value{}", suite.name, axis.name, value, suggestion(value, axis.words)));
  }
  return values;
}

void override_axis(const Suite& suite, std::vector<Axis>& axes, const std::string& name,
                   const std::vector<std::string>& written) {
  std::vector<std::string> known;
  for (Axis& axis : axes) {
    known.push_back(axis.name);
    if (axis.name != name) continue;
    axis.values.clear();
    for (const std::string& text : written)
      for (std::string& value : accepted(suite, axis, text))
        if (std::find(axis.values.begin(), axis.values.end(), value) == axis.values.end())
          axis.values.push_back(std::move(value));
    if (axis.values.empty()) throw ScheduleError(fmt::format("{}.{}: no values", suite.name, name));
    return;
  }
  throw ScheduleError(fmt::format("suite '{}' has no axis '{}'{}", suite.name, name, suggestion(name, known)));
}

// The values of a preset's axis without those that only another device knows.
std::vector<std::string> known_here(const Suite& suite, const Axis& axis, const std::vector<std::string>& written,
                                    const DeviceInfo& device, const ScheduleOptions& options) {
  const auto known_elsewhere = [&](const std::string& word) {
    return std::ranges::any_of(options.elsewhere, [&](const kernels::Ladders* other) {
      return std::ranges::any_of(suite.axes(device, *other),
                                 [&](const Axis& there) { return there.name == axis.name && knows(there, word); });
    });
  };
  std::vector<std::string> known;
  for (const std::string& word : written)
    if (axis.kind != AxisKind::word || knows(axis, word) || !known_elsewhere(word)) known.push_back(word);
  return known;
}

// A device may have nothing for a suite: a ladder without rungs. Then names of rungs in a preset are no slip.
bool has_nothing(const Axis& axis) { return axis.values.empty(); }

constexpr std::string_view cache_axis = "cache";

class CaseCollector {
 public:
  CaseCollector(const ScheduleOptions& options, const kernels::Ladders& kernels, Schedule& schedule)
      : options_(options), kernels_(kernels), schedule_(schedule) {}

  // Every combination of the axes' values, the last axis fastest, so that a ladder's rungs stand together.
  void cross(const Suite& suite, const std::vector<Axis>& axes, const std::vector<Cache>& caches, bool best_rungs) {
    std::vector<Case> ids = crossed(suite, axes);
    if (best_rungs) keep_best_rungs(ids, axes, suite.ladder);
    for (const Case& id : ids) add_with_cache(suite, id, caches);
  }

 private:
  std::vector<Case> crossed(const Suite& suite, const std::vector<Axis>& axes) const {
    std::vector<Case> ids;
    std::vector<size_t> at(axes.size(), 0);
    for (bool more = true; more;) {
      Case id{std::string(suite.name)};
      for (size_t i = 0; i < axes.size(); ++i) id.set(axes[i].name, axes[i].values[at[i]]);
      if (suite.canonical) id = suite.canonical(id);
      if (!suite.applies || suite.applies(id, kernels_)) ids.push_back(std::move(id));
      more = false;
      for (size_t i = axes.size(); i-- > 0;) {
        if (++at[i] < axes[i].values.size()) {
          more = true;
          break;
        }
        at[i] = 0;
      }
    }
    return ids;
  }

  void add_with_cache(const Suite& suite, const Case& id, const std::vector<Cache>& caches) {
    if (!suite.has_cache || !suite.has_cache(id)) return add(id);
    for (const Cache cache : caches) {
      Case one = id;
      one.set(cache_axis, std::string(name(cache)));
      add(std::move(one));
    }
  }

  void add(Case id) {
    if (schedule_.data != DataKind::random) id.set("data", std::string(name(schedule_.data)));
    const std::string text = id.id();
    const CaseNames names(text);
    const auto matches = [&](const std::string& pattern) { return names.match(pattern); };
    if (!options_.filter.empty() && std::none_of(options_.filter.begin(), options_.filter.end(), matches)) return;
    if (std::any_of(options_.exclude.begin(), options_.exclude.end(), matches)) return;
    if (!seen_.insert(text).second) return;
    if (schedule_.cases.size() >= most_cases)
      throw ScheduleError(
          fmt::format("{}: the axes give more than {} cases; name fewer values", id.suite(), most_cases));
    const Cache cache = cache_of(id);
    schedule_.cases.push_back({std::move(id), cache});
  }

  const ScheduleOptions& options_;
  const kernels::Ladders& kernels_;
  Schedule& schedule_;
  std::set<std::string> seen_;
};

// The preset's selections of the suites asked for; a suite it does not name gets one with the suite's own defaults.
std::vector<Selection> wanted_selections(const Preset& preset, const ScheduleOptions& options,
                                         std::span<const Suite* const> suites) {
  for (const Selection& selection : preset.selections) find_suite(suites, selection.suite);
  for (const std::string& wanted : options.suites) find_suite(suites, wanted);
  for (const auto& [suite, axes] : options.overrides) find_suite(suites, suite);

  std::vector<Selection> selections;
  for (const Suite* suite : suites) {
    const std::string suite_name(suite->name);
    const bool asked = std::find(options.suites.begin(), options.suites.end(), suite_name) != options.suites.end();
    if (!options.suites.empty() && !asked) continue;
    const size_t before = selections.size();
    for (const Selection& selection : preset.selections)
      if (selection.suite == suite_name) selections.push_back(selection);
    if (selections.size() == before && asked) selections.push_back({suite_name, {}, {}});
  }
  return selections;
}

}  // namespace

// Ladders begin with the plainest rung, so the last of ours that runs is the best.
void keep_best_rungs(std::vector<Case>& ids, std::span<const Axis> axes, std::string_view ladder) {
  const auto axis = std::ranges::find(axes, ladder, &Axis::name);
  if (axis == axes.end()) return;
  const auto among = [&](const std::vector<std::string>& rungs, const Case& id) {
    return std::ranges::find(rungs, id.text(ladder)) != rungs.end();
  };
  std::map<std::string, std::string> best;  // by group
  for (const Case& id : ids)
    if (!among(axis->vendors, id) && !among(axis->refused, id)) best[id.id_without(ladder)] = id.text(ladder);
  std::erase_if(ids, [&](const Case& id) {
    const auto ours = best.find(id.id_without(ladder));
    return !among(axis->vendors, id) && ours != best.end() && ours->second != id.text(ladder);
  });
}

Cache cache_of(const Case& id) {
  return id.has(cache_axis) ? cache_named(id.text(cache_axis)).value_or(Cache::hot) : Cache::hot;
}

Schedule make_schedule(const Preset& preset, const ScheduleOptions& options, std::span<const Suite* const> suites,
                       const DeviceInfo& device, const kernels::Ladders& kernels) {
  Schedule schedule;
  schedule.preset = preset.name;
  schedule.stop = preset.stop;
  schedule.cold_cap = preset.cold_cap;
  schedule.budget = options.budget;
  if (options.seed) schedule.seed = *options.seed;
  if (options.data) schedule.data = *options.data;
  if (options.order) schedule.order = *options.order;

  CaseCollector collector(options, kernels, schedule);
  for (const Selection& selection : wanted_selections(preset, options, suites)) {
    const Suite& suite = find_suite(suites, selection.suite);
    std::vector<Axis> axes = suite.axes(device, kernels);
    if (std::ranges::any_of(axes, has_nothing)) continue;
    bool elsewhere_alone = false;
    for (const auto& [name, values] : selection.axes) {
      const auto axis = std::ranges::find(axes, name, &Axis::name);
      const auto here = axis == axes.end() ? values : known_here(suite, *axis, values, device, options);
      const auto set = options.overrides.find(selection.suite);
      const auto by_hand = [&](const std::string& other) {
        return set != options.overrides.end() && set->second.contains(other);
      };
      if (by_hand(name)) continue;  // these values come instead
      // What is as another axis by default, as m and k of a product are as n, is so again where that one is set.
      if (axis != axes.end() && axis->values.size() == 1 && by_hand(axis->values.front())) continue;
      if (here.empty() && !values.empty())
        elsewhere_alone = true;
      else
        override_axis(suite, axes, name, here);
    }
    if (elsewhere_alone) continue;
    if (const auto found = options.overrides.find(selection.suite); found != options.overrides.end())
      for (const auto& [axis, values] : found->second) override_axis(suite, axes, axis, values);
    std::vector<Cache> caches = options.cache.empty() ? selection.cache : options.cache;
    if (caches.empty()) caches = {Cache::hot};
    const auto set = options.overrides.find(selection.suite);
    const bool rungs_named = set != options.overrides.end() && set->second.contains(std::string(suite.ladder));
    collector.cross(suite, axes, caches, selection.best_rungs && !rungs_named);
  }
  return schedule;
}

}  // namespace gpupeak
