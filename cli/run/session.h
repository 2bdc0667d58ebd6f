// The ways of a run: in this process, where an earlier one ended, several times in fresh processes, and on all devices.
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

// --device all: each device that can be used in turn, in a process and a folder of its own, gathered in one report. One
// that cannot be opened is noted, and the others go on. A budget is that of all of them.
ExitCode run_all_devices(const Invocation&, std::optional<Seconds> budget, const std::filesystem::path& out,
                         bool dry_run, bool quiet, const Delivery&, Environment&);

// --resume DIR of such a run: each of its devices is resumed in its folder.
ExitCode resume_all_devices(const Report&, OutputDirectory&, const Invocation&, std::optional<Seconds> budget,
                            bool quiet, const Delivery&, Environment&);

}  // namespace gpupeak::cli
