// The twin of families_cuda.cpp that is linked where there was no nvcc: no family has a rung for GPUs.
#include "kernels/families.h"

namespace gpupeak::kernels {

const Ladders& cuda_kernels() {
  static constexpr Ladders none;
  return none;
}

}  // namespace gpupeak::kernels
