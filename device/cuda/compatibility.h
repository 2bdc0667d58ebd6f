// Which GPUs the kernels in this program run on, and which drivers its runtime works with.
#pragma once

#include <string>
#include <string_view>

namespace gpupeak::cuda {

// What CMake compiled the kernels for, as its CMAKE_CUDA_ARCHITECTURES with commas: "75-real,90a-real,120-virtual".
std::string_view built_for();

// Whether a program that was built so has kernels for a GPU of this compute capability (75 for 7.5, 103 for 10.3).
// Machine code serves its own major version from its minor on, PTX whatever comes later; of those with the suffix `a`
// each serves its own capability alone, with `f` its major version from its minor on (CUDA C++ Programming Guide,
// binary and PTX compatibility, family-specific features). What this does not understand serves everything.
bool has_kernels(std::string_view built, int capability);

struct Unserved {
  std::string why;     // "it has compute capability 7.0, and this gpupeak has kernels for 9.0"
  std::string remedy;  // a clause
};
Unserved unserved(std::string_view built, int capability);

// The oldest driver's major version that the runtime of this version (13000 for 13.0) works with; 0 where none is
// known.
int oldest_driver(int runtime_version);

}  // namespace gpupeak::cuda
