// What the user wrote, as text: each command turns its own part into values and says what is wrong with it.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace gpupeak::cli {

struct Command;

// One option as it was given, for the fresh processes of --repeat and for what --resume must refuse.
struct PassedOption {
  std::string name;  // "--set"; a positional's plain name
  std::string group;
  bool positional = false;
  bool flag = false;
  std::vector<std::string> values;
};

struct Options {
  const Command* command = nullptr;
  std::optional<std::string> text;  // --help or --version: print this and stop
  std::vector<std::string> args;    // all of them, as written
  std::vector<PassedOption> passed;

  // what to measure
  std::vector<std::string> suites, filter, exclude, set, peak;
  std::string preset = "quick", device, budget, seed, cache, data, order;

  // how to run
  std::string repeat, resume, out = "gpupeak-report";
  bool dry_run = false, quiet = false, verbose = false;

  // how to show it
  std::string format, csv = "wide", color = "auto";
  std::string into;      // folder that `report` writes several formats to; empty: the report's own
  std::string pictures;  // folder
  bool redact = false;

  // gates and baselines
  std::string baseline = "gpupeak-baseline.json", baseline_binary, rules, label, keep, pairs, fail_on, limit, price,
              reference;
  std::string gate_out = "gpupeak-gate";
  bool confirm = false, print_rules = false, floors_only = false, lenient = false, force = false, pin = false;

  // positionals of the other commands
  std::string topic, name, action, file;
  std::vector<std::string> words;
};

inline constexpr const char* schedule_group = "What to measure";

// Whether "--out" and the like stood on the command line, default or not.
bool given(const Options&, std::string_view name);

// What was given as arguments of a fresh process, but for the options of these names.
std::vector<std::string> passed_on(const std::vector<PassedOption>&, std::span<const std::string_view> but_for);

// Throws UsageError with the nearest known name.
Options parse(const std::vector<std::string>& args, const std::string& version);

}  // namespace gpupeak::cli
