// What a reporter writes, as text and as JSON.
#pragma once

#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "formats/json_input.h"
#include "reporters/reporters.h"

namespace gpupeak::testing {

inline std::string written(std::string_view format, const Report& report) {
  std::ostringstream out;
  reporter_named(format)->write(report, out, {});
  return out.str();
}

inline Json parsed(const std::string& text) { return parse_json(text, "written", {.what = "JSON", .remedy = "-"}); }

inline std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

}  // namespace gpupeak::testing
