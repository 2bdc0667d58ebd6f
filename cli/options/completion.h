// What may stand at the cursor of a half-written command line. The scripts of all shells ask this, so they know what
// the program knows: its options, and the suites, rungs, presets, formats and devices of its tables.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cli/process/environment.h"

namespace gpupeak::cli {

struct Candidate {
  std::string word;  // in place of the word at the cursor
  std::string text;  // what it is; may be empty
};

enum class Files { none, any, folders };

struct Completion {
  Files files = Files::none;  // names of files fit too
  std::vector<Candidate> candidates;
};

// `words` without the program's name; the last one is being written and may be empty.
Completion complete(const std::vector<std::string>& words, const Environment&);

// One script per shell. Each hands the words of the command line to `gpupeak completion words` and shows what comes
// back.
struct ShellScript {
  std::string_view shell;
  std::string_view text;
};

std::span<const ShellScript> shell_scripts();

}  // namespace gpupeak::cli
