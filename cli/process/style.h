// How text is to look on this terminal: colour, width, signs.
#pragma once

#include <string>

#include "cli/process/environment.h"
#include "reporters/reporters.h"

namespace gpupeak::cli {

// --color wins; then NO_COLOR, CLICOLOR_FORCE, and whether stdout is a terminal that is not dumb. Throws UsageError.
Style style_of(const Environment&, const std::string& color, const std::string& csv = "wide");

// A progress bar needs a terminal that can rewrite a line, and nobody who keeps the log.
bool wants_bar(const Environment&);

// The variable's text, empty when unset.
std::string variable(const Environment&, const char* name);

}  // namespace gpupeak::cli
