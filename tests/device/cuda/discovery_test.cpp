#include <gmock/gmock.h>

#include "tests/kernels/common/cuda/on_double.h"

namespace gpupeak::cuda {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

TEST(FindDevices, NamesThemInCudasOrder) {
  cuda_double::Scenario machine;
  machine.gpus = {{.name = "First"}, {.name = "Second"}};
  cuda_double::play(machine);
  const Found found = find_devices();
  EXPECT_THAT(found.names, ElementsAre("First", "Second"));
  EXPECT_EQ(found.note, "");
}

TEST(FindDevices, SaysWhyThereAreNone) {
  struct Case {
    cudaError_t error;
    int driver;
    const char* says;
  };
  for (const Case& c :
       {Case{cudaErrorNoDevice, 13000, "no CUDA device is visible"},
        Case{cudaErrorInsufficientDriver, 0, "no NVIDIA driver"},
        Case{cudaErrorInsufficientDriver, 12020, "the NVIDIA driver speaks CUDA 12.2, this program needs 13.0"},
        Case{cudaErrorSystemNotReady, 13000, "nvidia-fabricmanager"},
        Case{cudaErrorSystemDriverMismatch, 13000, "reboot"}, Case{cudaErrorOperatingSystem, 13000, "/dev/nvidia"},
        Case{cudaErrorUnknown, 13000, "an error of the double"}}) {
    cuda_double::Scenario machine;
    machine.count_error = c.error;
    machine.driver_version = c.driver;
    cuda_double::play(machine);
    const Found found = find_devices();
    EXPECT_TRUE(found.names.empty());
    EXPECT_THAT(found.note, HasSubstr(c.says));
  }
}

}  // namespace
}  // namespace gpupeak::cuda
