// gpupeak(1) in roff, made of the same tables as --help.
#pragma once

#include <ostream>

#include "cli/process/environment.h"

namespace gpupeak::cli {

void write_man_page(const Environment&, std::ostream&);

}  // namespace gpupeak::cli
