#include "reporters/text/github_commands.h"

#include <fmt/format.h>

#include "reporters/text/escape.h"

namespace gpupeak::github {
namespace {

constexpr std::array<std::string_view, 3> names{"error", "warning", "notice"};
constexpr size_t longest_message = 4000, longest_title = 300;  // bytes; GitHub cuts beyond

void write_annotation(std::ostream& out, const Annotation& one) {
  std::string properties;
  const auto add = [&](std::string_view name, const std::string& value) {
    properties += fmt::format("{}{}={}", properties.empty() ? " " : ",", name, value);
  };
  if (!one.file.empty()) add("file", workflow_property(one.file));
  if (!one.file.empty() && one.line > 0) add("line", std::to_string(one.line));
  if (!one.title.empty()) add("title", workflow_property(start_of_text(harmless(one.title), longest_title)));
  out << "::" << names[static_cast<size_t>(one.level)] << properties
      << "::" << workflow_message(start_of_text(harmless(one.message), longest_message)) << '\n';
}

}  // namespace

void write_annotations(std::ostream& out, const std::vector<Annotation>& all) {
  std::array<size_t, names.size()> total{}, written{};
  for (const Annotation& one : all) ++total[static_cast<size_t>(one.level)];
  for (const Annotation& one : all) {
    const auto level = static_cast<size_t>(one.level);
    const bool too_many = total[level] > most_of_a_level;
    if (written[level] == (too_many ? most_of_a_level - 1 : most_of_a_level)) continue;
    ++written[level];
    write_annotation(out, one);
  }
  for (size_t level = 0; level < names.size(); ++level)
    if (total[level] > most_of_a_level)
      write_annotation(
          out, {static_cast<Level>(level), "gpupeak",
                fmt::format("and {} more, in the summary and in the report", total[level] - (most_of_a_level - 1))});
}

void write_output(std::ostream& out, std::string_view name, std::string_view foreign) {
  out << name << '=' << harmless(foreign) << '\n';
}

}  // namespace gpupeak::github
