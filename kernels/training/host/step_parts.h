// What the host does itself in a training step: on the device's pool, or on the calling thread alone when the products
// are a vendor's, to whose threads the cores belong.
#pragma once

#include "kernels/training/step.h"

namespace gpupeak::host {

extern const training::StepParts step_parts;

}  // namespace gpupeak::host
