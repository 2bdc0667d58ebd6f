// run --resume DIR: the schedule is the report's; only what it lacks is measured, on the same device with the same
// binary.
#pragma once

#include "cli/files/deliver.h"

namespace gpupeak::cli {

ExitCode resume(const Options&, const Delivery&, Environment&);

}  // namespace gpupeak::cli
