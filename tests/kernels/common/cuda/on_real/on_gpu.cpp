// Tests of kernels on the first real GPU.
#include "tests/kernels/common/cuda/on_gpu.h"

#include "device/cuda/cuda_device.h"

namespace gpupeak::cuda {

void OnGpu::SetUp() {
  const Found found = find_devices();
  if (found.names.empty()) GTEST_SKIP() << found.note;
  device_ = open_device(0, {.probe = false});
}

std::string OnGpu::kernel_fault() { return ""; }

}  // namespace gpupeak::cuda
