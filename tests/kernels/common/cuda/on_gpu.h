// A GPU for tests of kernels. They are linked twice: with the emulator and the double, where every machine has one, and
// with NVIDIA's runtime, where they skip unless there is a real one.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "core/device.h"

namespace gpupeak::cuda {

class OnGpu : public ::testing::Test {
 protected:
  void SetUp() override;
  Device& gpu() { return *device_; }
  static std::string kernel_fault();  // what the emulator said of the last launch that failed

 private:
  std::unique_ptr<Device> device_;
};

// Orders of threads and blocks that a result must not depend on: forwards, backwards and two drawn ones, where a test
// can choose.
inline constexpr uint64_t orders = 4;

}  // namespace gpupeak::cuda
