// A strict reader of RFC 4180, written from its grammar alone: what it accepts, every spreadsheet does.
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace gpupeak::testing {

// Rows of cells. Throws std::invalid_argument for a bare CR or LF, a quote inside an unquoted cell, text after a
// closing quote, a row that is not ended by CRLF, and rows of different length.
std::vector<std::vector<std::string>> read_csv(std::string_view text);

}  // namespace gpupeak::testing
