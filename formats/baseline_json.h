// A baseline's file both ways: one line or two per case, cases in order of their ids, jobs appended, so that a version
// control system shows what was added and nothing else.
#pragma once

#include <string>
#include <string_view>

#include "analysis/gate/baseline.h"

namespace gpupeak {

std::string write_baseline(const Baseline&);
Baseline read_baseline(std::string_view json, std::string_view name);  // throws FormatError

}  // namespace gpupeak
