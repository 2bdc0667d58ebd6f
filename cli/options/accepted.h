// What a command accepts, read back from the options it declared: --help, completions and the man page all derive from
// this.
#pragma once

#include <string>
#include <vector>

#include "cli/options/command.h"

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

}  // namespace gpupeak::cli
