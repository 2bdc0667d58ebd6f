// Gate rules: JSON with comments, checked against configs/schema/rules.schema.json.
#pragma once

#include <string_view>

#include "analysis/gate/rules.h"

namespace gpupeak {

// Throws FormatError: unknown keys, metrics that a gate cannot judge, a floor above the physical ceiling, a warning
// above its failure, a day that is none.
Rules read_rules(std::string_view json, std::string_view name);
Rules default_rules();  // what gpupeak gate --print-rules prints

}  // namespace gpupeak
