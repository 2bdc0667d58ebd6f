// The end of a run: the report on disk, the other formats beside it, the tables on stdout, the exit code.
#pragma once

#include <string>
#include <vector>

#include "cli/commands/commands.h"
#include "cli/files/report_saver.h"
#include "cli/process/environment.h"
#include "reporters/reporters.h"

namespace gpupeak::cli {

struct FormatOptions;

struct Delivery {
  std::vector<const Reporter*> formats;
  Style style;
};

// --format, --csv and --color; throws UsageError with the nearest name.
Delivery delivery_of(const FormatOptions&, const Invocation&, const Environment&);
const Reporter& reporter_of(const std::string& format);

// What the results alone say: wrong, nothing measured, or ok.
ExitCode verdict(const Report&);

// Everything but the console goes to the directory; the report itself is always there.
ExitCode deliver(const Report&, const Delivery&, OutputDirectory&, ReportSaver&, const ReportSaver::Warn&,
                 Environment&);

}  // namespace gpupeak::cli
