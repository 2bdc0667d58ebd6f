// What a command accepts, read back from the options it declared, and the texts that say so: --help and the man page.
// Completions derive from it too.
#pragma once

#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include "cli/commands/commands.h"

namespace gpupeak::cli {

// One option, or one positional argument.
struct Accepted {
  std::vector<std::string> names;  // "-v", "--verbose"; of a positional its plain name
  std::string value;               // what follows an option: "N"; empty for a flag
  std::string description;
  bool positional = false;
  bool required = false;
  bool repeats = false;  // may be given more than once
  bool help = false;     // -h, --help itself

  const std::string& key() const { return names.back(); }  // "--verbose", "FILE"
};

std::vector<Accepted> accepted(const Command&);

// "[SUITE...]", "FILE"
std::string usage_of(const Accepted& positional);

inline constexpr std::string_view help_word = "help";  // gpupeak help COMMAND, as COMMAND --help

std::string overview_help();  // gpupeak --help
// gpupeak COMMAND --help: one line per option, examples last, so that it fits a screen of 80 x 24.
std::string command_help(const Command&);

// gpupeak(1) in roff, made of the same tables as --help.
void write_man_page(const Environment&, std::ostream&);

}  // namespace gpupeak::cli
