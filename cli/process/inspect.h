// A vendor's library is first opened by a process of its own, which says what it learned: one that hangs, crashes,
// lacks address space or speaks on stderr does so there.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/device_info.h"
#include "device/host/inspection.h"

namespace gpupeak::cli {

// What `program` answers when it is called with these arguments and nothing on stdin. It has `limit_s` seconds, and is
// ended then.
host::Answer ask(const std::string& program, const std::vector<std::string>& args, int limit_s);

// Has this program, in a fresh process, open the library whose file was found, with the address space that this process
// has left.
Library inspect_library(const Library& found);

// That fresh process: answers on stdout and ends, where the arguments are the question; else returns.
void answer_if_asked(int argc, char** argv);

}  // namespace gpupeak::cli
