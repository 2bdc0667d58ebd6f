#include "cli/commands/commands.h"

#include <array>

namespace gpupeak::cli {
namespace {

constexpr std::array<const Command*, 12> commands_table{
    &run_command,  &list_command,     &info_command,  &specs_command, &report_command, &compare_command,
    &gate_command, &baseline_command, &noise_command, &trend_command, &doctor_command, &completion_command,
};

}  // namespace

std::span<const Command* const> commands() { return commands_table; }

}  // namespace gpupeak::cli
