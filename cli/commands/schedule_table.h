// --dry-run: what would be measured, and the longest it can take.
#pragma once

#include <ostream>

#include "core/device_info.h"
#include "method/schedule.h"
#include "reporters/reporters.h"

namespace gpupeak::cli {

void print_schedule(const Schedule& schedule, const DeviceInfo& device, bool with_ids, std::ostream& out,
                    const Style& style);

}  // namespace gpupeak::cli
