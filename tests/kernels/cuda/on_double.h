// A GPU of the double for tests of kernels, and what the emulator said when a launch went wrong.
#pragma once

#include <gtest/gtest.h>

#include <memory>

#include "device/cuda/cuda_device.h"
#include "tests/support/cuda_double/scenario.h"

namespace gpupeak::cuda {

// Every test starts on a fresh machine of 4 SMs, with another order of threads per launch.
class OnDouble : public ::testing::Test {
 protected:
  OnDouble() { cuda_double::play({}); }
  Device& gpu() {
    if (!device_) device_ = open_device(0, {});
    return *device_;
  }

 private:
  std::unique_ptr<Device> device_;
};

// Orders of threads and blocks that a result must not depend on: forwards, backwards and two drawn ones.
inline constexpr uint64_t orders = 4;

}  // namespace gpupeak::cuda
