// run --repeat N: the same run in N fresh processes, one folder each, pooled into one report. Differences between
// processes are larger than within one, so this is what a comparison should rest on.
#pragma once

#include "cli/files/deliver.h"

namespace gpupeak::cli {

ExitCode repeat(const Invocation&, int processes, const std::filesystem::path& out, bool quiet, const Delivery&,
                Environment&);

}  // namespace gpupeak::cli
