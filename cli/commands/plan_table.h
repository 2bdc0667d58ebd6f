// --dry-run: what would be measured, and the longest it can take.
#pragma once

#include <ostream>

#include "core/device_info.h"
#include "method/plan.h"
#include "reporters/reporters.h"

namespace gpupeak::cli {

void print_plan(const Plan& plan, const DeviceInfo& device, bool with_ids, std::ostream& out, const Style& style);

}  // namespace gpupeak::cli
