// A training step of which the products are those of a rung of `gemm`, whichever, and everything between them is ours.
#pragma once

#include "kernels/gemm.h"
#include "kernels/training.h"

namespace gpupeak::host {

// Why this rung cannot do one of the products.
std::optional<std::string> refuses_step(const gemm::Rung&, const DeviceInfo&, const training::Problem&);

// Our parts run on the device's pool, or on the calling thread alone when the products are a vendor's, to whose threads
// the cores belong.
training::Launches bind_step(Device&, const training::Problem&, const training::Operands&, const gemm::Rung&);

}  // namespace gpupeak::host
