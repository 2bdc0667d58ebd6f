// run --resume DIR: the schedule is the report's; only what it lacks is measured, on the same device with the same
// binary.
#pragma once

#include "cli/files/deliver.h"
#include "cli/run/progress.h"

namespace gpupeak::cli {

ExitCode resume(const std::string& written, bool dry_run, const Invocation&, const ProgressStyle&, const Delivery&,
                Environment&);

}  // namespace gpupeak::cli
