// hyperfine's --export-json (benchmark_result.rs there): a command is a case, its times its samples. A command that
// ended with an error is a case that failed, however fast it was.
#include <fmt/format.h>

#include <array>

#include "formats/import_cases.h"

namespace gpupeak {
namespace {

constexpr std::array<std::string_view, 1> hyperfine_names{"command"};
constexpr std::array hyperfine_times{
    ImportTime{"times"},
    ImportTime{"median", "median", "stddev", "", "", "exit_codes"},
    ImportTime{"mean", "mean", "stddev", "", "", "exit_codes", true},
};
constexpr std::array<std::string_view, 8> hyperfine_about{"stddev", "user",       "system",     "min",
                                                          "max",    "exit_codes", "parameters", "memory_usage_byte"};
constexpr ImportTable hyperfine_table{
    .tool = "hyperfine",
    .names = hyperfine_names,
    .axes = {},
    .times = hyperfine_times,
    .about = hyperfine_about,
    .numbers_are_results = true,
    .alike = Alike::by_source,
};

// What the first run that did not end well ended with.
std::string error_of(const ImportNode& result) {
  const auto codes = result.find("exit_codes");
  if (!codes) return "";
  const std::vector<ImportNode> all = codes->items();
  for (size_t i = 0; i < all.size(); ++i) {
    if (all[i].json().is_null()) return fmt::format("run {} was ended by a signal", i + 1);
    if (const auto code = all[i].number(); code != 0)
      return fmt::format("run {} ended with exit code {}", i + 1, all[i].text().value_or("unknown"));
  }
  return "";
}

Report read_hyperfine(const ImportNode& root) {
  ImportCases cases(hyperfine_table, "");
  cases.report.devices.emplace_back().backend = "host";
  size_t number = 0;
  for (const ImportNode& result : root.at("results").items()) {
    ImportRow row(result);
    row.source = fmt::format("{}", ++number);  // no result repeats another
    if (const auto parameters = result.find("parameters")) row.parameters = parameters->members();
    if (row.reason = error_of(result); !row.reason.empty()) row.told = Outcome::failed;
    cases.add(std::move(row));
  }
  return cases.finish(root);
}

}  // namespace

extern constinit const Importer hyperfine_importer{
    .tool = "hyperfine",
    .recognises =
        [](const Json& json) { return json.is_object() && json.contains("results") && json["results"].is_array(); },
    .is_row = nullptr,
    .read = read_hyperfine,
};

}  // namespace gpupeak
