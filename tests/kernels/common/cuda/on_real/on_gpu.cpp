// Tests of kernels on the first real GPU.
#include "tests/kernels/common/cuda/on_gpu.h"

#include "device/cuda/cuda_device.h"

namespace gpupeak::cuda {

void OnGpu::SetUp() {
  const Found found = find_devices();
  int index = 0;
  while (found.unusable.contains(index)) ++index;
  if (index >= static_cast<int>(found.names.size()))
    GTEST_SKIP() << (found.unusable.empty() ? found.note : found.unusable.begin()->second.why);
  device_ = open_device(index, {.probe = false});
}

std::string OnGpu::kernel_fault() { return ""; }

}  // namespace gpupeak::cuda
