#include "cli/options/choices.h"

#include <fmt/format.h>

#include <stdexcept>

#include "formats/preset.h"
#include "reporters/gate/gate.h"
#include "reporters/reporters.h"

namespace gpupeak::cli {
namespace {

std::vector<std::string> formats() {
  std::vector<std::string> names;
  for (const Reporter* reporter : reporters()) names.emplace_back(reporter->name);
  return names;
}

std::vector<std::string> gate_formats() {
  std::vector<std::string> names;
  for (const GateReporter* reporter : gate_reporters()) names.emplace_back(reporter->name);
  return names;
}

using ChoicesWords = std::vector<std::string>;

struct Row {
  std::string_view option;
  ChoicesWords (*words)();
};

// An option that means something else to one command has a row with that command's name in front.
// clang-format off
constexpr Row choices_table[] = {
    {"--preset",    preset_names},
    {"--format",    formats},
    {"gate --format", gate_formats},
    {"--csv",       [] { return ChoicesWords{"wide", "long"}; }},
    {"--color",     [] { return ChoicesWords{"auto", "always", "never"}; }},
    {"--cache",     [] { return ChoicesWords{"cold", "hot", "both"}; }},
    {"--data",      [] { return ChoicesWords{"random", "zeros", "ones"}; }},
    {"--order",     [] { return ChoicesWords{"plan", "random"}; }},
    {"--fail-on",   [] { return ChoicesWords{"inconclusive"}; }},
    {"compare --format", [] { return ChoicesWords{"console", "html"}; }},
    {"TOPIC",       list_topics},
    {"ACTION",      [] { return ChoicesWords{"save", "add", "show", "prune"}; }},
    {"KIND",        completion_kinds},
};
// clang-format on

const Row* choices_row(std::string_view option) {
  for (const Row& row : choices_table)
    if (row.option == option) return &row;
  return nullptr;
}

}  // namespace

std::vector<std::string> choices(std::string_view option) {
  const Row* row = choices_row(option);
  if (!row) throw std::logic_error(fmt::format("{} has no list of choices", option));
  return row->words();
}

bool has_choices(std::string_view option) { return choices_row(option) != nullptr; }

}  // namespace gpupeak::cli
