#include "reporters/charts/roofs.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

#include "analysis/gaps/seen_rates.h"
#include "core/format.h"
#include "reporters/report/figures.h"

namespace gpupeak {
namespace {

constexpr double alike = 1.02;
constexpr std::array levels{Resource::l1_read, Resource::l2, Resource::l3, Resource::dram};
constexpr std::string_view tensor = "_tensor";

bool is_rate(double value) { return std::isfinite(value) && value > 0; }

// The fastest arithmetic of one kind alone that this report saw on the whole device.
std::map<Resource, double> seen_arithmetic(const Report& report, int device) {
  std::map<Resource, double> best;
  const int units = report.devices[static_cast<size_t>(device)].units;
  for (const Measurement& m : report.measurements) {
    if (m.device != device || m.outcome != Outcome::measured || m.work.amounts.size() != 1) continue;
    if (m.work.units != 0 && m.work.units != units) continue;
    if (!m.views.has(View::arithmetic_roof)) continue;  // others do more than they are charged with
    const std::optional<double> rate = finite_value(*metric_named("flop_rate_flops_per_s"), m);
    if (rate && *rate > 0) best[m.work.amounts.begin()->first] = std::max(best[m.work.amounts.begin()->first], *rate);
  }
  return best;
}

bool is_element_type(Resource resource) {
  return row(resource).unit == Unit::flop && resource != Resource::fp32_scalar && resource != Resource::fp64_scalar;
}

}  // namespace

std::vector<Roof> roofs_of(const Report& report, int device, const std::set<Resource>& charged) {
  std::map<Resource, double> seen = seen_arithmetic(report, device);
  const SeenRates moved(report);
  for (const Resource level : levels)
    if (const std::optional<double> rate = moved.of(device, level)) seen[level] = *rate;
  const Peak& peak = report.devices[static_cast<size_t>(device)].peak;
  std::set<Resource> wanted = charged;
  for (const auto& [resource, rate] : seen)
    if (is_element_type(resource) || row(resource).unit == Unit::byte) wanted.insert(resource);
  std::vector<Roof> all;
  for (const Resource resource : wanted) {
    const Unit unit = row(resource).unit;
    const auto known = peak.rates.find(resource);
    const auto found = seen.find(resource);
    if (known != peak.rates.end() && is_rate(known->second.per_second))
      all.push_back({{resource}, unit, known->second.per_second, false, std::string(name(known->second.source))});
    else if (found != seen.end())
      all.push_back({{resource}, unit, found->second, true, "best measured"});
  }
  std::ranges::stable_sort(all, std::ranges::greater{}, &Roof::rate);
  std::vector<Roof> merged;
  for (Roof& roof : all) {
    const auto same = std::ranges::find_if(merged, [&](const Roof& other) {
      return other.unit == roof.unit && other.measured == roof.measured && other.origin == roof.origin &&
             other.rate <= alike * roof.rate;
    });
    if (same == merged.end())
      merged.push_back(std::move(roof));
    else
      same->resources.push_back(roof.resources.front());
  }
  for (Roof& roof : merged) std::ranges::sort(roof.resources);
  return merged;
}

std::string label_of(const Roof& roof) {
  const bool tensors = std::ranges::all_of(roof.resources, [](Resource r) { return row(r).name.ends_with(tensor); });
  std::string names;
  for (const Resource resource : roof.resources) {
    std::string_view name = row(resource).name;
    if (tensors) name.remove_suffix(tensor.size());
    names += fmt::format("{}{}", names.empty() ? "" : ", ", name);
  }
  return fmt::format("{}{} {}{}", names, tensors ? " tensor" : "", rate_text(roof), roof.measured ? " measured" : "");
}

std::string rate_text(const Roof& roof) { return text_of(roof.rate, roof.unit); }

}  // namespace gpupeak
