#include "cli/options/values.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <filesystem>

#include "cli/files/text_file.h"
#include "cli/options/choices.h"
#include "cli/options/declare.h"
#include "cli/process/errors.h"
#include "core/format.h"
#include "core/text.h"
#include "formats/preset.h"

namespace gpupeak::cli {
namespace {

// Every JSON reader keeps whole numbers up to here exactly.
constexpr uint64_t largest_seed = (uint64_t{1} << 53) - 1;

// All of the text, finite and above 0.
std::optional<double> positive_number(const std::string& text) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  const bool whole = error == std::errc() && end == text.data() + text.size();
  return whole && value > 0 && std::isfinite(value) ? std::optional(value) : std::nullopt;
}

struct Assignment {
  std::string name, value;
};

Assignment split(const std::string& option, const std::string& text, const std::string& expected) {
  const size_t equals = text.find('=');
  if (equals == std::string::npos || equals == 0 || equals + 1 == text.size())
    throw UsageError(fmt::format("{} {}: expected {}", option, text, expected));
  return {text.substr(0, equals), text.substr(equals + 1)};
}

std::map<std::string, std::map<std::string, std::vector<std::string>>> overrides(
    const std::vector<std::string>& written) {
  std::map<std::string, std::map<std::string, std::vector<std::string>>> all;
  for (const std::string& text : written) {
    const auto [name, value] = split("--set", text, "SUITE.AXIS=VALUES such as matmul.n=1k,2k or matmul.n=512-8192*2");
    const size_t dot = name.find('.');
    if (dot == std::string::npos || dot == 0 || dot + 1 == name.size())
      throw UsageError(fmt::format("--set {}: '{}' must be SUITE.AXIS, as in matmul.n", text, name));
    if (!all[name.substr(0, dot)].try_emplace(name.substr(dot + 1), std::vector{value}).second)
      throw UsageError(
          fmt::format("--set {}: {} is set twice; list its values in one --set, separated by commas", text, name));
  }
  return all;
}

std::vector<Cache> caches(const std::string& text) {
  if (text.empty()) return {};
  one_of("--cache", text, choices("--cache"));
  if (text == "both") return {Cache::hot, Cache::cold};
  return {*cache_named(text)};
}

}  // namespace

uint64_t whole_number(const std::string& place, const std::string& text, uint64_t least, uint64_t most) {
  uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || value < least || value > most)
    throw UsageError(fmt::format("{}: '{}' is not a whole number from {} to {}", place, text, least, most));
  return value;
}

double percent(const std::string& place, const std::string& text) {
  const std::optional<double> value = positive_number(text);
  if (!value || *value > 1000)
    throw UsageError(fmt::format("{} '{}': expected percent above 0 and up to 1000, such as 3", place, text));
  return *value / 100;
}

std::vector<double> prices_of(const std::string& text, size_t count) {
  std::vector<double> prices;
  if (text.empty()) return prices;
  for (const std::string& piece : pieces("--price", text)) {
    const std::optional<double> value = positive_number(piece);
    if (!value) throw UsageError(fmt::format("--price '{}': expected a price above 0, such as 2.1", piece));
    prices.push_back(*value);
  }
  if (prices.size() != count)
    throw UsageError(
        fmt::format("--price {}: {} prices for {} reports; name one for each", text, prices.size(), count));
  return prices;
}

void one_of(const std::string& option, const std::string& value, const std::vector<std::string>& known) {
  if (std::find(known.begin(), known.end(), value) == known.end())
    throw UsageError(fmt::format("{}: unknown value '{}'{}", option, value, suggestion(value, known)));
}

std::vector<std::string> pieces(const std::string& option, const std::string& text) {
  std::vector<std::string> all;
  for (size_t begin = 0; begin <= text.size();) {
    const size_t comma = std::min(text.find(',', begin), text.size());
    if (comma == begin)
      throw UsageError(fmt::format("{} '{}': an empty name; write names separated by single commas", option, text));
    all.push_back(text.substr(begin, comma - begin));
    begin = comma + 1;
  }
  return all;
}

Seconds duration(const std::string& place, const std::string& text) try {
  return parse_seconds(text);
} catch (const std::invalid_argument& error) {
  throw UsageError(fmt::format("{}: {}", place, error.what()));
}

ScheduleOptions schedule_options(const WhatToMeasure& options) {
  ScheduleOptions schedule;
  schedule.suites = options.suites;
  schedule.filter = options.filter;
  schedule.exclude = options.exclude;
  schedule.overrides = overrides(options.set);
  schedule.cache = caches(options.cache);
  for (const auto& [suite, axes] : schedule.overrides)
    if (!schedule.suites.empty() &&
        std::find(schedule.suites.begin(), schedule.suites.end(), suite) == schedule.suites.end())
      throw UsageError(fmt::format("--set {}.{}: {} is not among the suites of this run; add it, or leave out --set",
                                   suite, axes.begin()->first, suite));
  if (!options.data.empty()) {
    one_of("--data", options.data, choices("--data"));
    schedule.data = data_kind_named(options.data);
  }
  if (!options.order.empty()) {
    one_of("--order", options.order, choices("--order"));
    schedule.order = order_named(options.order);
  }
  if (!options.seed.empty()) schedule.seed = whole_number("--seed", options.seed, 0, largest_seed);
  if (!options.budget.empty()) schedule.budget = duration("--budget", options.budget);
  return schedule;
}

Preset preset_of(const std::string& written) {
  const std::vector<std::string> known = preset_names();
  if (std::find(known.begin(), known.end(), written) != known.end()) return embedded_preset(written);
  const bool path =
      written.find('/') != std::string::npos || written.ends_with(".json") || std::filesystem::exists(written);
  if (!path) one_of("--preset", written, known);
  Preset preset = read_preset(read_text_file(written), written);
  preset.name = std::filesystem::path(written).filename();  // a report need not tell where its user lives
  return preset;
}

std::vector<PeakOverride> peak_overrides(const std::vector<std::string>& written) {
  std::vector<std::string> known;
  for (const ResourceRow& resource : resources) known.emplace_back(resource.name);
  std::vector<PeakOverride> overrides;
  for (const std::string& text : written) {
    const auto [name, value] = split("--peak", text, "RESOURCE=RATE such as dram=51.2GB/s or fp32=312GFLOP/s");
    one_of("--peak", name, known);
    const ResourceRow& resource = row(*resource_named(name));
    try {
      overrides.push_back({resource.id, parse_rate(value, resource.unit), text});
    } catch (const std::invalid_argument& error) {
      throw UsageError(fmt::format("--peak {}: {}", text, error.what()));
    }
  }
  return overrides;
}

}  // namespace gpupeak::cli
