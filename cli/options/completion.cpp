// Values have a TABLE: option or positional → where its words come from. An option with a fixed list of choices needs
// no row, one that takes a number or a text of the user's own is listed as free.
#include "cli/options/completion.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "cli/commands/commands.h"
#include "cli/options/accepted.h"
#include "cli/options/choices.h"
#include "core/resource.h"
#include "formats/catalogue.h"
#include "reporters/text/text.h"

namespace gpupeak::cli {
namespace {

using Candidates = std::vector<Candidate>;

// The suites' axes on the first device that is there; nothing where there is none.
template <class Add>
void for_each_axis(const Environment& environment, Add add) {
  for (const Backend* backend : environment.backends) {
    if (backend->discover().devices.empty()) continue;
    const std::unique_ptr<Device> device = backend->open(0, {.probe = false});
    for (const Suite* suite : environment.suites)
      for (const Axis& axis : suite->axes(device->info(), backend->kernels())) add(*suite, axis);
    return;
  }
}

// What an axis is known to take: its default values and its words, each once.
std::vector<std::string> values_of(const Axis& axis) {
  std::vector<std::string> values = axis.values;
  for (const std::string& word : axis.words)
    if (std::find(values.begin(), values.end(), word) == values.end()) values.push_back(word);
  return values;
}

Candidates suite_names(const Environment& environment, std::string_view) {
  Candidates all;
  for (const Suite* suite : environment.suites) all.push_back({std::string(suite->name), std::string(suite->summary)});
  return all;
}

Candidates device_names(const Environment& environment, std::string_view) {
  Candidates all;
  for (const Backend* backend : environment.backends) {
    const std::vector<std::string> devices = backend->discover().devices;
    for (size_t i = 0; i < devices.size(); ++i) all.push_back({fmt::format("{}:{}", backend->name, i), devices[i]});
  }
  return all;
}

// "matmul.n=", and once that is written its values: "matmul.n=256", "matmul.n=256,1024".
Candidates axis_settings(const Environment& environment, std::string_view written) {
  Candidates all;
  const size_t equals = written.find('=');
  const std::string_view name = written.substr(0, equals);
  for_each_axis(environment, [&](const Suite& suite, const Axis& axis) {
    const std::string full = fmt::format("{}.{}", suite.name, axis.name);
    if (equals == std::string_view::npos) return all.push_back({full + "=", axis.summary});
    if (full != name) return;
    const std::string_view before = written.substr(0, std::max(equals + 1, written.rfind(',') + 1));
    for (const std::string& value : values_of(axis)) all.push_back({fmt::format("{}{}", before, value), ""});
  });
  return all;
}

// Patterns for what a user wants of a run: a suite, or a value of an axis that is a word, such as a rung.
Candidates case_patterns(const Environment& environment, std::string_view) {
  Candidates all;
  const auto add = [&](std::string pattern, std::string text) {
    if (std::none_of(all.begin(), all.end(), [&](const Candidate& c) { return c.word == pattern; }))
      all.push_back({std::move(pattern), std::move(text)});
  };
  for (const Suite* suite : environment.suites) add(fmt::format("{}/*", suite->name), std::string(suite->summary));
  for_each_axis(environment, [&](const Suite&, const Axis& axis) {
    if (axis.kind != AxisKind::word) return;
    for (const std::string& value : values_of(axis)) add(fmt::format("*{}={}*", axis.name, value), axis.summary);
  });
  return all;
}

Candidates resource_rates(const Environment&, std::string_view) {
  Candidates all;
  for (const ResourceRow& row : resources)
    all.push_back({fmt::format("{}=", row.name), row.unit == Unit::flop ? "FLOP/s" : "B/s"});
  return all;
}

Candidates accelerators(const Environment&, std::string_view) {
  Candidates all;
  for (const Accelerator& one : catalogue().accelerators) all.push_back({one.name, one.architecture});
  return all;
}

Candidates none(const Environment&, std::string_view) { return {}; }

struct Values {
  std::string_view key;
  Candidates (*words)(const Environment&, std::string_view written) = none;
  Files files = Files::none;
};

// clang-format off
constexpr std::array value_table{
    Values{"SUITE",     suite_names},
    Values{"NAME",      accelerators},
    Values{"FILE",      none, Files::any},
    Values{"REPORT",    none, Files::any},
    Values{"--baseline", none, Files::any},
    Values{"--baseline-binary", none, Files::any},
    Values{"--rules",   none, Files::any},
    Values{"--reference", none, Files::any},
    Values{"--preset",  none, Files::any},      // besides its choices
    Values{"--out",     none, Files::folders},
    Values{"--pictures", none, Files::folders},
    Values{"--resume",  none, Files::folders},
    Values{"--device",  device_names},
    Values{"--set",     axis_settings},
    Values{"--filter",  case_patterns},
    Values{"--exclude", case_patterns},
    Values{"--peak",    resource_rates},
    Values{"--budget"}, Values{"--wait-idle"}, Values{"--seed"}, Values{"--repeat"}, Values{"--label"}, Values{"--keep"}, Values{"--pairs"},
    Values{"--limit"}, Values{"--price"}, Values{"WORD"},  // free
};
// clang-format on

constexpr std::string_view lists_of_choices = "--format";  // separated by commas

class CompletionLine {
 public:
  CompletionLine(const std::vector<std::string>& words, const Environment& environment)
      : words_(words), current_(words.empty() ? "" : words.back()), environment_(environment) {}

  Completion complete() {
    if (words_.size() <= 1) return command_names(true);
    if (words_.front() == help_word) return words_.size() == 2 ? command_names(false) : Completion{};
    const Command* command = nullptr;
    for (const Command* known : commands())
      if (known->name == words_.front()) command = known;
    if (!command) return {};
    command_ = command->name;
    options_ = accepted(*command);
    const Accepted* before = option_named(words_[words_.size() - 2]);
    const bool after_value = words_.size() > 2;
    if (after_value && before && !before->value.empty()) return values(*before, "", current_);
    if (const size_t equals = current_.find('='); current_.starts_with("--") && equals != std::string::npos) {
      const Accepted* option = option_named(current_.substr(0, equals));
      if (!option || option->value.empty()) return {};
      return values(*option, current_.substr(0, equals + 1), current_.substr(equals + 1));
    }
    if (current_.starts_with("-")) return option_names();
    const Accepted* positional = positional_at_cursor();
    return positional ? values(*positional, "", current_) : Completion{};
  }

 private:
  static std::string one_line(std::string_view text) { return printable(text); }

  void add(Completion& completion, std::string word, std::string_view text) const {
    if (word.starts_with(current_)) completion.candidates.push_back({std::move(word), one_line(text)});
  }

  Completion command_names(bool first_word) const {
    Completion completion;
    for (const Command* command : commands()) add(completion, std::string(command->name), command->summary);
    if (first_word) add(completion, std::string(help_word), "options and examples of a command");
    if (first_word && current_.starts_with("-")) {
      add(completion, "--help", "all commands and exit codes");
      add(completion, "--version", "version, commit, compiler and libraries");
    }
    return completion;
  }

  const Accepted* option_named(std::string_view name) const {
    for (const Accepted& option : options_)
      if (!option.positional && std::find(option.names.begin(), option.names.end(), name) != option.names.end())
        return &option;
    return nullptr;
  }

  bool given(const Accepted& option) const {
    return std::any_of(words_.begin() + 1, words_.end() - 1, [&](const std::string& word) {
      return option_named(std::string_view(word).substr(0, word.find('='))) == &option;
    });
  }

  Completion option_names() const {
    Completion completion;
    for (const Accepted& option : options_)
      if (!option.positional && (option.repeats || !given(option))) add(completion, option.key(), option.description);
    return completion;
  }

  const Accepted* positional_at_cursor() const {
    size_t place = 0;
    for (size_t i = 1; i + 1 < words_.size(); ++i) {
      const Accepted* option = option_named(words_[i]);
      if (option && !option->value.empty())
        ++i;
      else if (!words_[i].starts_with("-"))
        ++place;
    }
    const Accepted* last = nullptr;
    for (const Accepted& one : options_) {
      if (!one.positional) continue;
      last = &one;
      if (place-- == 0) return last;
    }
    return last && last->repeats ? last : nullptr;
  }

  // Values of one option; `kept` is what of the word at the cursor stands before the value.
  Completion values(const Accepted& option, std::string kept, const std::string& written) const {
    Completion completion;
    const std::string& key = option.key();
    if (key == lists_of_choices) kept += written.substr(0, written.rfind(',') + 1);
    const std::string own = fmt::format("{} {}", command_, key);  // an option that this command has other words for
    if (const std::string& list = has_choices(own) ? own : key; has_choices(list))
      for (const std::string& word : choices(list)) add(completion, kept + word, "");
    const auto row =
        std::find_if(value_table.begin(), value_table.end(), [&](const Values& v) { return v.key == key; });
    if (row == value_table.end()) return completion;
    completion.files = row->files;
    for (const Candidate& candidate : row->words(environment_, written))
      add(completion, kept + candidate.word, candidate.text);
    return completion;
  }

  const std::vector<std::string>& words_;
  const std::string current_;
  const Environment& environment_;
  std::string_view command_;
  std::vector<Accepted> options_;
};

}  // namespace

Completion complete(const std::vector<std::string>& words, const Environment& environment) {
  return CompletionLine(words, environment).complete();
}

}  // namespace gpupeak::cli
