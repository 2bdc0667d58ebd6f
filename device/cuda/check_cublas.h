// Every call of cuBLAS and cuBLASLt goes through here.
#pragma once

#include <cublas_v2.h>

#include "device/cuda/check.h"

namespace gpupeak::cuda {

// Throws std::runtime_error with the status's name and the place of the call.
void check(cublasStatus_t, Place = Place::here());

}  // namespace gpupeak::cuda
