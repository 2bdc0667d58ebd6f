// gate --confirm: what looks worse is measured again in fresh processes before it fails.
#pragma once

#include <string>
#include <vector>

#include "analysis/gate/gate.h"
#include "cli/cli.h"
#include "cli/options/options.h"

namespace gpupeak::cli {

// Runs the candidate's own schedule for these cases and their opponents again: as many processes as it had, or, with
// --baseline-binary, pairs of one process each in the order A B B A. Fills `confirmation`; the code is `interrupted`
// where it was. Throws UsageError where the report does not tell how it was made, or nothing could be run.
ExitCode confirm(const Report& candidate, const std::vector<std::string>& cases, const Options&, Environment&,
                 Confirmation& confirmation);

}  // namespace gpupeak::cli
