// The TABLE of commands: parsing, help and the choice of one derive from it. One file per command.
#pragma once

#include <span>

#include "cli/options/command.h"

namespace gpupeak::cli {

extern const Command run_command, list_command, info_command, specs_command, report_command, compare_command,
    gate_command, baseline_command, noise_command, trend_command, doctor_command, completion_command;

std::span<const Command* const> commands();

}  // namespace gpupeak::cli
