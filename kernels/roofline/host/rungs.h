// The rungs of the host's `roofline` ladder, one per file.
#pragma once

#include "kernels/roofline/roofline.h"

namespace gpupeak::host {

extern const roofline::Rung roofline_vector;

}  // namespace gpupeak::host
