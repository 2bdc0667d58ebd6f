// Why a command cannot go on; cli::run turns each into its exit code.
#pragma once

#include <stdexcept>

namespace gpupeak::cli {

// The command line or a file it names is at fault: exit 2.
struct UsageError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// No usable device, or no case is left: exit 4.
struct NothingToMeasure : std::runtime_error {
  using std::runtime_error::runtime_error;
};

}  // namespace gpupeak::cli
