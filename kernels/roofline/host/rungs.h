// The rungs of the host's `intensity` ladder, one per file.
#pragma once

#include "kernels/roofline/roofline.h"

namespace gpupeak::host {

extern const intensity::Rung intensity_vector;

}  // namespace gpupeak::host
