// The one way of a line to stderr. Names, paths and values of others stand in it, and a terminal or a CI server reads
// it.
#pragma once

#include <ostream>
#include <string>
#include <string_view>

namespace gpupeak::cli {

// One line of a length that can be read, without anything that steers a terminal or that a CI server takes for a
// command ("::error …", "##[error]…", "##vso[…"). What is one line afterwards was one line before: a message of several
// is said line by line.
std::string one_line(std::string_view text);

// one_line and a newline.
void say(std::ostream& err, std::string_view text);

}  // namespace gpupeak::cli
