// Reads presets, from a file of the user's or from those that the binary carries.
#include "formats/preset.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/text.h"
#include "formats/embedded.h"
#include "formats/report_parts.h"
#include "formats/schema.h"

namespace gpupeak {
namespace {

constexpr InputKind preset_kind{.what = "a preset of gpupeak",
                                .remedy = "compare it with configs/presets/quick.json",
                                .max_bytes = size_t{1} << 20,
                                .comments = true};
constexpr std::string_view folder = "presets/", extension = ".json";

// Axis values are text; a whole number in the file is the same value without quotes.
std::string axis_value(const Json& value) {
  return value.is_string() ? value.get<std::string>() : std::to_string(whole<int64_t>(value));
}

Selection selection_from(const Json& json) {
  Selection selection{json.at("suite"), {}, {}};
  if (const auto axes = json.find("axes"); axes != json.end())
    for (const auto& [axis, values] : axes->get_ref<const Json::object_t&>())
      for (const Json& value : values) selection.axes[axis].push_back(axis_value(value));
  if (const auto cache = json.find("cache"); cache != json.end())
    for (const Json& one : *cache) selection.cache.push_back(cache_named(one.get_ref<const std::string&>()).value());
  selection.best_rungs = json.value("rungs", "all") == "best";
  return selection;
}

}  // namespace

Preset read_preset(std::string_view text, std::string_view name) {
  static const Schema schema = embedded_schema("preset");
  const Json json = read_checked(text, name, preset_kind, schema);
  Preset preset;
  preset.name = name;
  preset.summary = json.at("summary");
  preset.stop = stop_rule_from(json.at("stop"));
  if (preset.stop.max_samples < preset.stop.min_samples)
    throw error_at(
        "/stop/max_samples", text, name, preset_kind,
        fmt::format("is {}, expected at least min_samples ({})", preset.stop.max_samples, preset.stop.min_samples));
  preset.cold_cap = quantity<Bytes>(json.at("cold_cap_bytes"));
  for (const Json& one : json.at("selections")) preset.selections.push_back(selection_from(one));
  return preset;
}

std::vector<std::string> preset_names() {
  std::vector<std::pair<double, std::string>> coarsest_first;
  for (const EmbeddedFile& file : embedded_files()) {
    if (!file.path.starts_with(folder)) continue;
    std::string_view name = file.path.substr(folder.size());
    name.remove_suffix(extension.size());
    coarsest_first.emplace_back(-read_preset(file.contents, file.path).stop.precision, name);
  }
  std::ranges::sort(coarsest_first);
  std::vector<std::string> names;
  for (auto& [precision, name] : coarsest_first) names.push_back(std::move(name));
  return names;
}

Preset embedded_preset(std::string_view name) {
  const std::vector<std::string> known = preset_names();
  if (std::find(known.begin(), known.end(), name) == known.end())
    throw FormatError(fmt::format("unknown preset {}{}", in_quotes(name), suggestion(name, known)));
  Preset preset = read_preset(embedded(fmt::format("{}{}{}", folder, name, extension)), name);
  preset.name = name;
  return preset;
}

}  // namespace gpupeak
