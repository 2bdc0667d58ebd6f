// The host's vendor libraries, each opened once per process, and not before a case or an inspection needs it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/device_info.h"
#include "device/vendor_library.h"

namespace gpupeak::host {

const Opened& openblas();
const Opened& onednn();

// Whether one of them is open in this process. Their destructors must not run then: they join threads, which they never
// do where a thread could not be started.
bool any_library_open();

// Their files, which nobody has opened.
std::vector<Library> find_libraries();

// Opens the library of this name and tries it on all of this process's CPUs: version, kernels, and why it cannot be
// used where that is so. It may hang, crash or end the process where the library does so, and leaves threads behind.
// Throws std::invalid_argument for a name that is not one of theirs.
Library inspected(std::string_view name);

// How many threads oneDNN's next primitive runs on when this thread executes it. Does nothing for a build that has
// no OpenMP.
void onednn_set_threads(int threads);

}  // namespace gpupeak::host
