// NVIDIA's libraries that are opened at run time, each once per process.
#pragma once

#include "device/vendor_library.h"

namespace gpupeak::cuda {

const Opened& cublas();
const Opened& cublaslt();

// Their files, which nobody has opened.
std::vector<Library> find_libraries();

}  // namespace gpupeak::cuda
