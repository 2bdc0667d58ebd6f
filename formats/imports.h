// Reports of other tools: google-benchmark, nvbench, hyperfine and llama-bench in JSON, each recognised by what it
// holds.
#pragma once

#include <span>
#include <string_view>

#include "method/report.h"

namespace gpupeak {

// A report of ours or of another tool. Throws FormatError.
Report read_any_report(std::string_view text, std::string_view name);

// Other tools whose files are read, by name.
std::span<const std::string_view> imported_tools();

}  // namespace gpupeak
