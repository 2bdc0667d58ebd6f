// The host's ladders.
#pragma once

#include "kernels/common/kernel_set.h"

namespace gpupeak::kernels {

const KernelSet& host_kernels();

}  // namespace gpupeak::kernels
