// gate --confirm: what looks worse is measured again in fresh processes before it fails.
#pragma once

#include <filesystem>
#include <string>

#include "analysis/gate/confirmation.h"
#include "cli/process/environment.h"
#include "cli/process/exit_code.h"

namespace gpupeak::cli {

// Throws UsageError where the program of --baseline-binary cannot be started at all: asked before hours of measuring
// that need it.
void require_executable(const std::string& program, const Environment&);

// Runs the candidate's own arguments for what the retrial asks for, turn by turn, with this program and the baseline's;
// reports go below `folder`. Before, other programs are waited for where `wait_idle` says so (quiet.h). The code is
// `interrupted` where it was. Throws UsageError where the report does not tell how it was made, or a turn left no
// report, and GateError where one cannot be used.
ExitCode confirm(const Report& candidate, Retrial&, const std::string& baseline_binary,
                 const std::filesystem::path& folder, const std::string& wait_idle, Environment&);

}  // namespace gpupeak::cli
