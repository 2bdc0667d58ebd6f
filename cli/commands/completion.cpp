// gpupeak completion: scripts for shells, the words that those ask for, and the man page.
#include "cli/options/completion.h"

#include <fmt/format.h>

#include <algorithm>

#include "cli/commands/commands.h"
#include "cli/commands/listing.h"
#include "cli/options/accepted.h"
#include "cli/options/choices.h"
#include "cli/options/declare.h"
#include "cli/options/values.h"

namespace gpupeak::cli {
namespace {

struct CompletionOptions {
  std::string kind;
  std::vector<std::string> words;
};

constexpr std::string_view for_scripts = "words";  // what the scripts call; not for people

void declare_completion_options(CLI::App& app, CompletionOptions& options) {
  app.add_option("KIND", options.kind, "the script to print: " + joined(choices("KIND")))->required();
  app.add_option("WORD", options.words);
}

void print_words(const std::vector<std::string>& args, Environment& environment) {
  const auto mark = std::find(args.begin(), args.end(), "--");
  const std::vector<std::string> words(mark == args.end() ? mark : mark + 1, args.end());
  const Completion completion = complete(words, environment);
  if (completion.files == Files::any) environment.out << ":files\n";
  if (completion.files == Files::folders) environment.out << ":folders\n";
  for (const Candidate& candidate : completion.candidates)
    environment.out << candidate.word << '\t' << candidate.text << '\n';
}

ExitCode execute_completion(const CompletionOptions& options, const Invocation& call, Environment& environment) {
  if (options.kind == for_scripts) {
    print_words(call.args, environment);
    return ExitCode::ok;
  }
  one_of("completion", options.kind, choices("KIND"));
  if (options.kind == "man") write_man_page(environment, environment.out);
  for (const ShellScript& script : shell_scripts())
    if (script.shell == options.kind) environment.out << script.text;
  return ExitCode::ok;
}

}  // namespace

std::vector<std::string> completion_kinds() {
  std::vector<std::string> kinds;
  for (const ShellScript& script : shell_scripts()) kinds.emplace_back(script.shell);
  kinds.emplace_back("man");
  return kinds;
}

constinit const Command completion_command{
    .name = "completion",
    .summary = "completion script for bash, zsh or fish; the man page",
    .examples =
        "  gpupeak completion bash > ~/.local/share/bash-completion/completions/gpupeak\n"
        "  gpupeak completion fish > ~/.config/fish/completions/gpupeak.fish\n"
        "  gpupeak completion man | man -l -\n",
    .declare = bound<CompletionOptions, declare_completion_options, execute_completion>,
};

}  // namespace gpupeak::cli
