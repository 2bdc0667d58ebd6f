// Tests of kernels on the double: every test starts on a fresh machine, with another order of threads per launch.
#include "tests/kernels/common/cuda/on_gpu.h"

#include "device/cuda/cuda_device.h"
#include "tests/support/cuda_double/scenario.h"

namespace gpupeak::cuda {

void OnGpu::SetUp() {
  cuda_double::play({});
  device_ = open_device(0, {.probe = false});
}

std::string OnGpu::kernel_fault() { return cuda_double::wrong_kernel(); }

}  // namespace gpupeak::cuda
