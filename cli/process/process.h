// The real process as an Environment: its streams, signals, clock and its own binary.
#pragma once

#include <span>

#include "method/suite.h"

namespace gpupeak::cli {

int run_process(int argc, char** argv, std::span<const Suite* const> suites);

}  // namespace gpupeak::cli
