// The rule that ends a case's samples, in the words that presets and reports share.
#pragma once

#include "formats/json_input.h"
#include "method/schedule.h"

namespace gpupeak {

Json stop_rule_json(const StopRule&);
StopRule stop_rule_from(const Json&);

}  // namespace gpupeak
