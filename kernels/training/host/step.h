// A training step of which the products are those of rungs of `matmul` and `conv`, whichever, and everything between
// them is ours.
#pragma once

#include "kernels/training/host/layers.h"
#include "kernels/training/training.h"

namespace gpupeak::host {

// Why these rungs cannot do one of the products.
std::optional<std::string> refuses_step(const Products&, const DeviceInfo&, const training::Problem&);

// Our parts run on the device's pool, or on the calling thread alone when the products are a vendor's, to whose threads
// the cores belong.
training::Launches bind_step(Device&, const training::Problem&, const training::Operands&, const Products&);

}  // namespace gpupeak::host
