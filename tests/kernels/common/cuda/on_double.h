// A GPU of the double for tests of what a real one cannot be told to do.
#pragma once

#include <gtest/gtest.h>

#include <memory>

#include "device/cuda/cuda_device.h"
#include "tests/support/cuda_double/scenario.h"

namespace gpupeak::cuda {

// Every test starts on a fresh machine of 4 SMs, opened when it is first asked for.
class OnDouble : public ::testing::Test {
 protected:
  OnDouble() { cuda_double::play({}); }
  Device& gpu() {
    if (!device_) device_ = open_device(0, {.probe = false});
    return *device_;
  }

 private:
  std::unique_ptr<Device> device_;
};

}  // namespace gpupeak::cuda
