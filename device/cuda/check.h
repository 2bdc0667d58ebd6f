// Every call of the runtime goes through here: what fails becomes an exception that says what was called, and where.
#pragma once

#include <cuda_runtime_api.h>

#include <source_location>

namespace gpupeak::cuda {

// Throws DeviceLost when the error stays with the context (a fault in a kernel, a card fallen off the bus), OutOfMemory
// when memory ran out, std::runtime_error otherwise.
void check(cudaError_t, std::source_location = std::source_location::current());

// Whether no later call can succeed after it.
bool is_sticky(cudaError_t);

}  // namespace gpupeak::cuda
