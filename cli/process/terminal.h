// What this terminal is shown: how text is to look on it, whether a bar can be drawn, and the way of a line that quotes
// something to stderr.
#pragma once

#include <optional>
#include <ostream>
#include <string>
#include <string_view>

#include "cli/process/environment.h"
#include "reporters/reporters.h"

namespace gpupeak::cli {

// --color wins; then NO_COLOR, CLICOLOR_FORCE, and whether stdout is a terminal that is not dumb. Throws UsageError.
Style style_of(const Environment&, const std::string& color, const std::string& csv = "wide");

// Columns of a page: those of the terminal that shows it; else what COLUMNS says where that is a whole number from 20
// to 10000; else default_width.
int page_width(std::optional<int> terminal, const char* columns_variable);

// A progress bar needs a terminal that can rewrite a line, and nobody who keeps the log.
bool wants_bar(const Environment&);

// The variable's text, empty when unset.
std::string variable(const Environment&, const char* name);

// Names, paths and values of others on the way to stderr, which a terminal or a CI server reads: one line of a length
// that can be read, without anything that steers a terminal or that a CI server takes for a
// command ("::error …", "##[error]…", "##vso[…"). What is one line afterwards was one line before: a message of several
// is said line by line.
std::string one_line(std::string_view text);

// one_line and a newline.
void say(std::ostream& err, std::string_view text);

}  // namespace gpupeak::cli
