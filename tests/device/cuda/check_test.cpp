#include "device/cuda/check.h"

#include <gtest/gtest.h>

#include <stdexcept>

#include "core/device.h"
#include "tests/support/cuda_double/scenario.h"

namespace gpupeak::cuda {
namespace {

// Of the enumeration cudaError in driver_types.h of CUDA 13.0: each is documented to end the process's work on the GPU.
constexpr int numbers_that_stay[] = {214, 220, 226, 700, 702, 710, 714, 715, 716, 717, 718, 719, 721, 810, 911};

TEST(Check, TellsWhatEndsTheGpuFromWhatEndsOneCase) {
  cuda_double::play({});
  for (const int number : numbers_that_stay)
    EXPECT_THROW(check(static_cast<cudaError_t>(number)), DeviceLost) << number;
  EXPECT_THROW(check(cudaErrorMemoryAllocation), OutOfMemory);
  for (const cudaError_t passing : {cudaErrorInvalidValue, cudaErrorInvalidConfiguration, cudaErrorNotSupported}) {
    EXPECT_FALSE(is_sticky(passing));
    EXPECT_THROW(check(passing), std::runtime_error) << passing;
  }
  EXPECT_NO_THROW(check(cudaSuccess));
}

}  // namespace
}  // namespace gpupeak::cuda
