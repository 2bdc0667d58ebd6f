// One script per shell. Each hands the words of the command line to `gpupeak completion words` and shows what comes
// back.
#pragma once

#include <span>
#include <string_view>

namespace gpupeak::cli {

struct ShellScript {
  std::string_view shell;
  std::string_view text;
};

std::span<const ShellScript> shell_scripts();

}  // namespace gpupeak::cli
