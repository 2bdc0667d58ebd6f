// What a report says of the program and of the machine that made it.
#pragma once

#include "method/report.h"

namespace gpupeak::cli {

// This binary: version, commit, compiler and the libraries compiled into it.
Tool this_tool();
HostFacts host_facts();

}  // namespace gpupeak::cli
