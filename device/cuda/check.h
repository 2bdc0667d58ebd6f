// Every call of the runtime goes through here: what fails becomes an exception that says what was called, and where.
#pragma once

#include <cuda_runtime_api.h>

namespace gpupeak::cuda {

// Where a call stands. (std::source_location is not in the library of every compiler that reads this.)
struct Place {
  const char* file;
  int line;
  static constexpr Place here(const char* file = __builtin_FILE(), int line = __builtin_LINE()) { return {file, line}; }
};

// Throws DeviceLost when the error stays with the context (a fault in a kernel, a card fallen off the bus), OutOfMemory
// when memory ran out, std::runtime_error otherwise.
void check(cudaError_t, Place = Place::here());

// Whether no later call can succeed after it.
bool is_sticky(cudaError_t);

}  // namespace gpupeak::cuda
