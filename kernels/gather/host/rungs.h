// The rungs of the host's `gather` ladder, one per file.
#pragma once

#include "kernels/gather/gather.h"

namespace gpupeak::host {

extern const gather::Rung gather_plain, gather_index_ahead;

}  // namespace gpupeak::host
