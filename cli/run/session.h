// The ways of a run: in this process, where an earlier one ended, and several times in fresh processes.
#pragma once

#include <optional>

#include "cli/files/deliver.h"
#include "cli/files/output_directory.h"
#include "cli/run/progress.h"
#include "core/device.h"
#include "method/suite.h"

namespace gpupeak::cli {

// Measures what `report` (schedule, device and perhaps earlier measurements in place) lacks.
ExitCode measure(Report report, const Rank& rank, Progress& progress, const Delivery& delivery,
                 OutputDirectory& directory, Environment& environment);

// A report before its first measurement.
Report new_report(const Invocation& call, const Environment& environment, Schedule schedule, DeviceInfo device);

// --resume DIR: the schedule is the report's; only what it lacks is measured, on the same device with the same binary,
// within this budget where there is one: that of the run before is spent.
ExitCode resume(const std::string& written, std::optional<Seconds> budget, bool dry_run, const std::string& wait_idle,
                const Invocation&, const ProgressStyle&, const Delivery&, Environment&);

// --repeat N: the same run in N fresh processes, one folder each, pooled into one report. Differences between processes
// are larger than within one, so this is what a comparison should rest on. A budget is that of all of them.
ExitCode repeat(const Invocation&, int processes, std::optional<Seconds> budget, const std::filesystem::path& out,
                bool quiet, const Delivery&, Environment&);

}  // namespace gpupeak::cli
