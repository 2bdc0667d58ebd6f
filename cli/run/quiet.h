// Before anything is measured: do other programs use this machine, and waiting until they do not.
#pragma once

#include <optional>
#include <string>

#include "cli/process/environment.h"
#include "cli/run/progress.h"
#include "core/note.h"

namespace gpupeak::cli {

// Looks at the machine for a quarter of a second. Where other programs use it, says so, or, where `wait_idle` (of
// --wait-idle, "60s"; may be empty) is given, waits that long at most until they have rested for a second. Returns what
// a reader of the report must know where they still use it. Throws UsageError where `wait_idle` is no time.
std::optional<Note> look_for_others(const std::string& wait_idle, Progress&, Environment&);

}  // namespace gpupeak::cli
