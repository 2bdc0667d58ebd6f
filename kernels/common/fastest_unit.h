// Which of a device's arithmetic units a product of such elements could use: what its ceiling is derived from.
#pragma once

#include "core/dtype.h"
#include "core/peak.h"

namespace gpupeak {

// The fastest of the units that can multiply elements of this type; one of unknown rate where that may be faster than
// those with a rate.
Resource fastest_unit(DType, const Peak&);

}  // namespace gpupeak
