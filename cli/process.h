// The real process as an Environment: its streams, signals, clock and its own binary.
#pragma once

namespace gpupeak::cli {

int run_process(int argc, char** argv);

}  // namespace gpupeak::cli
