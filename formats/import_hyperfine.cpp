// hyperfine's --export-json (benchmark_result.rs there): a command is a case, its times its samples. A command that
// ended with an error is a case that failed, however fast it was.
#include <fmt/format.h>

#include "formats/import_cases.h"
#include "formats/import_node.h"

namespace gpupeak {
namespace {

constexpr std::string_view hyperfine_tool = "hyperfine";

// What the first run that did not end well ended with.
std::optional<std::string> error_of(const ImportNode& result) {
  const auto codes = result.find("exit_codes");
  if (!codes) return std::nullopt;
  const std::vector<ImportNode> all = codes->items();
  for (size_t i = 0; i < all.size(); ++i) {
    if (all[i].json().is_null()) return fmt::format("run {} was ended by a signal", i + 1);
    if (const double code = all[i].number(); code != 0)
      return fmt::format("run {} ended with exit code {}", i + 1, code);
  }
  return std::nullopt;
}

void add_result(ImportCases& cases, const ImportNode& result) {
  const ImportNode command = result.at("command");
  if (command.text().empty()) command.fail("is empty");
  Case id = cases.id(command.text());
  if (const auto parameters = result.find("parameters"))
    for (const auto& [name, value] : parameters->members()) id.set(name, scalar_text(value));
  if (const auto error = error_of(result)) return cases.add_without_time(id, Outcome::failed, *error);
  if (const auto times = result.find("times")) {
    std::vector<double> seconds;
    for (const ImportNode& time : times->items()) seconds.push_back(time.seconds(1));
    if (!seconds.empty()) {
      cases.add_samples(id, samples_of(seconds));
      return;
    }
  }
  for (const char* statistic : {"median", "mean"}) {
    const auto value = result.find(statistic);
    if (!value) continue;
    cases.add_samples(id, samples_of({value->seconds(1)}))
        .notes.push_back({NoteKind::statistic_alone, {}, {statistic}});
    return;
  }
  cases.add_without_time(id, Outcome::skipped, "it has neither times nor a median");
}

Report read_hyperfine(const ImportNode& root) {
  ImportCases cases{std::string(hyperfine_tool), ""};
  cases.report.devices.emplace_back().backend = "host";
  for (const ImportNode& result : root.at("results").items()) add_result(cases, result);
  return cases.finish();
}

}  // namespace

extern constinit const Importer hyperfine_importer{
    .tool = hyperfine_tool,
    .recognises =
        [](const Json& json) { return json.is_object() && json.contains("results") && json["results"].is_array(); },
    .read = read_hyperfine,
};

}  // namespace gpupeak
