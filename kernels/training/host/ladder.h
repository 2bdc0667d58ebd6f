// The host's `training` ladder, our own step first.
#pragma once

#include <span>

#include "kernels/training/training.h"

namespace gpupeak::host {

std::span<const training::Rung* const> training_ladder();

}  // namespace gpupeak::host
