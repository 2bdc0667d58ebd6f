#include "cli/files/next_steps.h"

#include <fmt/format.h>

#include <algorithm>

#include "analysis/summary/summary.h"
#include "cli/files/output_directory.h"
#include "core/text.h"
#include "formats/preset.h"
#include "reporters/report/headlines.h"

namespace gpupeak::cli {
namespace {

// As one word of a command line.
std::string shell_word(const std::string& text) {
  constexpr std::string_view plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_./-+:@,";
  if (!text.empty() && text.find_first_not_of(plain) == std::string::npos) return text;
  std::string word = "'";
  for (const char c : text) word += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return word + "'";
}

struct Step {
  std::string command, why;
};

// The preset that tells more than this one, smallest first in preset_names(); nothing after the last, or of a file.
std::string next_preset(const std::string& preset) {
  const std::vector<std::string> names = preset_names();
  const auto found = std::ranges::find(names, preset);
  return found == names.end() || found + 1 == names.end() ? std::string() : *(found + 1);
}

// What was run, where it is short enough to be typed again.
std::string again(const Report& report) {
  constexpr size_t longest = 42;  // with the reason beside it on 80 columns
  std::string command, waiting = " --wait-idle 60s";
  for (const std::string& word : report.run.argv) {
    command += (command.empty() ? "" : " ") + shell_word(word);
    if (word.starts_with("--wait-idle")) waiting.clear();
  }
  if (!command.starts_with("gpupeak run") || command.size() + waiting.size() > longest)
    return "gpupeak run --wait-idle 60s";
  return command + waiting;
}

std::vector<Step> steps(const Report& report, Grade grade, const std::string& folder) {
  std::vector<Step> all{{"gpupeak report " + folder, "all tables and notes"}};
  if (report.run.state == "interrupted") {
    all.insert(all.begin(), {"gpupeak run --resume " + folder, "measure the rest"});
    return all;
  }
  if (grade == Grade::low || grade == Grade::moderate)
    all.insert(all.end(),
               {{"gpupeak doctor", "what disturbs this machine"}, {again(report), "again, when nothing else runs"}});
  else if (const std::string preset = next_preset(report.run.schedule.preset); !preset.empty())
    all.push_back({"gpupeak run --preset " + preset, embedded_preset(preset).summary});
  return all;
}

}  // namespace

void write_next_steps(const Report& report, const std::filesystem::path& folder, const std::vector<std::string>& files,
                      std::ostream& out, const Style& style) {
  std::string names;
  for (const std::string& file : files) names += (names.empty() ? "" : ", ") + (folder / file).string();
  const ReportSummary summary = summary_of(report);
  if (!is_small(summary)) out << '\n';
  write_wrapped(out, "Saved  ", shown(names, style), style);
  const std::vector<Step> all = steps(report, summary.grade, shell_word(folder.string()));
  size_t longest = 0;
  for (const Step& step : all) longest = std::max(longest, columns(step.command));
  for (const Step& step : all)
    write_wrapped(
        out,
        fmt::format("{}{:<{}}  ", &step == all.data() ? "Next   " : "       ", shown(step.command, style), longest),
        shown(step.why, style), style);
}

}  // namespace gpupeak::cli
