// One run in this process: a schedule, a device and a folder in; a report and an exit code out.
#pragma once

#include "cli/files/deliver.h"
#include "cli/files/output_directory.h"
#include "cli/run/progress.h"
#include "core/device.h"

namespace gpupeak::cli {

// Measures what `report` (schedule, device and perhaps earlier measurements in place) lacks.
ExitCode measure(Report report, Device& device, const kernels::KernelSet& kernels, const ProgressStyle& style,
                 const Delivery& delivery, OutputDirectory& directory, Environment& environment);

// A report before its first measurement.
Report new_report(const Invocation& call, const Environment& environment, Schedule schedule, DeviceInfo device);

}  // namespace gpupeak::cli
