// The rungs of the host's `training` ladder, one per file.
#pragma once

#include "kernels/training/training.h"

namespace gpupeak::host {

extern const training::Rung training_own, training_openblas, training_onednn;

}  // namespace gpupeak::host
