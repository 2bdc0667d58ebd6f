#include "analysis/compare/ignored_axes.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <stdexcept>

namespace gpupeak {
namespace {

constexpr std::string_view benchmark_name = "name";

Case without(const Case& id, const Axes& axes) {
  Case left(id.suite());
  for (const auto& [axis, value] : id.values())
    if (std::ranges::find(axes, axis) == axes.end()) left.set(axis, value);
  return left;
}

// Remembers by what longer id each came about.
class Once {
 public:
  explicit Once(const Axes& axes) : axes_(axes) {}
  void take(int device, const std::string& before, const std::string& after) {
    const auto [known, is_new] = seen_.try_emplace({device, after}, before);
    if (!is_new && known->second != before)
      throw std::invalid_argument(
          fmt::format("without {}, {} and {} would be one case", fmt::join(axes_, " and "), known->second, before));
  }

 private:
  const Axes& axes_;
  std::map<std::pair<int, std::string>, std::string> seen_;
};

std::set<std::string> ids_of(const Report& report) {
  std::set<std::string> ids;
  for (const Measurement& m : report.measurements) ids.insert(m.id.id());
  return ids;
}

// How many cases two reports have in common without these axes; nothing where cases would become one.
size_t in_common_without(const Report& a, const Report& b, const Axes& axes) {
  try {
    return cases_in_common(without_axes(a, axes), without_axes(b, axes));
  } catch (const std::invalid_argument&) {
    return 0;
  }
}

std::map<std::string, std::set<std::string>> values_of(const Report& report) {
  std::map<std::string, std::set<std::string>> values;
  for (const Measurement& m : report.measurements)
    for (const auto& [axis, value] : m.id.values()) values[axis].insert(value);
  return values;
}

}  // namespace

Report without_axes(Report report, const Axes& axes) {
  if (axes.empty()) return report;
  Once once(axes);
  for (Measurement& m : report.measurements) {
    Case left = without(m.id, axes);
    once.take(m.device, m.id.id(), left.id());
    m.id = std::move(left);
    if (const std::optional<Case> group = Case::of_id(m.group)) m.group = without(*group, axes).id();
  }
  for (ScheduledCase& scheduled : report.run.schedule.cases) scheduled.id = without(scheduled.id, axes);
  return report;
}

Baseline without_axes(Baseline baseline, const Axes& axes) {
  if (axes.empty()) return baseline;
  for (BaselineClass& one : baseline.classes)
    for (BaselineJob& job : one.jobs) {
      Once once(axes);
      std::map<std::string, BaselineCase> left;
      for (auto& [id, known] : job.cases) {
        const std::optional<Case> whole = Case::of_id(id);
        std::string shorter = whole ? without(*whole, axes).id() : id;
        once.take(0, id, shorter);
        left.emplace(std::move(shorter), std::move(known));
      }
      job.cases = std::move(left);
    }
  return baseline;
}

bool has_axis(const Report& report, const std::string& axis) {
  return std::ranges::any_of(report.measurements, [&](const Measurement& m) { return m.id.has(axis); });
}

size_t cases_in_common(const Report& a, const Report& b) {
  const std::set<std::string> other = ids_of(b);
  return static_cast<size_t>(
      std::ranges::count_if(ids_of(a), [&](const std::string& id) { return other.contains(id); }));
}

Axes axes_apart(const Report& a, const Report& b) {
  const auto in_a = values_of(a), in_b = values_of(b);
  Axes best, apart;
  size_t most = 0;
  std::set<std::string> axes;  // that a side does not name has its usual value there
  for (const auto* side : {&in_a, &in_b})
    for (const auto& [axis, values] : *side)
      if (axis != benchmark_name) axes.insert(axis);
  for (const std::string& axis : axes) {
    if (const size_t common = in_common_without(a, b, {axis}); common > most) most = common, best = {axis};
    const auto here = in_a.find(axis), there = in_b.find(axis);
    if (here == in_a.end() || there == in_b.end() ||
        std::ranges::none_of(here->second, [&](const std::string& value) { return there->second.contains(value); }))
      apart.push_back(axis);
  }
  if (most > 0) return best;
  return apart.size() > 1 && in_common_without(a, b, apart) > 0 ? apart : Axes{};
}

}  // namespace gpupeak
