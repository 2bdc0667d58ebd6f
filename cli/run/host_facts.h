// The machine a report was made on, for its readers.
#pragma once

#include "method/report.h"

namespace gpupeak::cli {

HostFacts host_facts();

}  // namespace gpupeak::cli
