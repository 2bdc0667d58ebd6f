// A report in which every text that came from elsewhere attacks the reader of some format.
#pragma once

#include <string>
#include <vector>

#include "method/report.h"

namespace gpupeak::testing {

const std::vector<std::string>& attacks();

// The example with an attack in every name, id, axis, reason and note, each attack in some case of each outcome.
Report hostile_report();

}  // namespace gpupeak::testing
