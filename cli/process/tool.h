// This binary: version, commit, compiler and the libraries compiled into it.
#pragma once

#include "method/report.h"

namespace gpupeak::cli {

Tool this_tool();

}  // namespace gpupeak::cli
