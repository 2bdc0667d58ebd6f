#include "suites/cores.h"

#include <fmt/format.h>

#include <charconv>

namespace gpupeak {
namespace {

constexpr std::string_view prefix = "core";

std::optional<int> index_of(std::string_view word) {
  if (!word.starts_with(prefix)) return std::nullopt;
  word.remove_prefix(prefix.size());
  int index = 0;
  const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), index);
  return error == std::errc() && end == word.data() + word.size() ? std::optional(index) : std::nullopt;
}

}  // namespace

Axis cores_axis(const DeviceInfo& device) {
  Axis axis{.name = "cores",
            .kind = AxisKind::count,
            .values = {"one", "all"},
            .words = {"one", "all", "each"},
            .summary = "compute units at work: one, all, a count, or each by itself (core0, core1, ...)"};
  for (int unit = 0; unit < device.units; ++unit) axis.each.push_back(fmt::format("{}{}", prefix, unit));
  return axis;
}

bool names_one_core(std::string_view value) { return value == "one" || value == "1" || index_of(value); }

std::variant<Cores, Skip> cores_of(const Case& id, const DeviceInfo& device) {
  const std::string& cores = id.text("cores");
  if (cores == "one") return Cores{};
  if (cores == "all") return Cores{device.units, 0};
  const std::optional<int> index = index_of(cores);
  const int64_t count = index ? int64_t{*index} + 1 : id.integer("cores");
  if (count < 1 || count > device.units)
    return Skip{ReasonKind::not_on_this_device, fmt::format("needs {} {}s, this device has {}; try --set {}.cores=all",
                                                            count, device.unit_name, device.units, id.suite())};
  return index ? Cores{1, *index} : Cores{static_cast<int>(count), 0};
}

}  // namespace gpupeak
