#pragma once

#include "kernels/common/kernel_set.h"

namespace gpupeak::kernels {

// What a GPU offers.
const KernelSet& cuda_kernels();

}  // namespace gpupeak::kernels
