#include "cli/commands.h"

#include <array>

namespace gpupeak::cli {
namespace {

constexpr std::array<const Command*, 8> table{
    &run_command,    &list_command,    &info_command,   &specs_command,
    &report_command, &compare_command, &doctor_command, &completion_command,
};

}  // namespace

std::span<const Command* const> commands() { return table; }

}  // namespace gpupeak::cli
