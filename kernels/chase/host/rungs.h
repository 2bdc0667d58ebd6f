// The rungs of the host's `chase` ladder, one per file.
#pragma once

#include "kernels/chase/chase.h"

namespace gpupeak::host {

extern const chase::Rung pointer_chase, chase_far_node;

}  // namespace gpupeak::host
