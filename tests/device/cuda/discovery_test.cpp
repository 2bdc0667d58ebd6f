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
        Case{cudaErrorUnknown, 13000, "unknown error (cudaErrorUnknown)"}}) {
    cuda_double::Scenario machine;
    machine.count_error = c.error;
    machine.driver_version = c.driver;
    cuda_double::play(machine);
    const Found found = find_devices();
    EXPECT_TRUE(found.names.empty());
    EXPECT_THAT(found.note, HasSubstr(c.says));
  }
}

cuda_double::Gpu of_generation(const char* name, int major, int minor) {
  cuda_double::Gpu gpu;
  gpu.name = name, gpu.major = major, gpu.minor = minor;
  return gpu;
}

TEST(FindDevices, KeepsTheIndicesOfThoseThatCannotBeUsed) {
  cuda_double::Scenario machine;
  machine.gpus = {of_generation("Tesla V100", 7, 0), of_generation("NVIDIA H200", 9, 0),
                  of_generation("NVIDIA Thor", 11, 0), of_generation("NVIDIA L4", 8, 9)};
  machine.gpus[3].sick = cudaErrorUnknown;
  cuda_double::play(machine);
  const Found found = find_devices();
  EXPECT_THAT(found.names, ElementsAre("Tesla V100", "NVIDIA H200", "NVIDIA Thor", "a GPU that does not answer"));
  ASSERT_EQ(found.unusable.size(), 3u);
  EXPECT_THAT(found.unusable.at(0).why, HasSubstr("compute capability 7.0"));
  EXPECT_THAT(found.unusable.at(2).why, HasSubstr("compute capability 11.0"));
  EXPECT_THAT(found.unusable.at(3).why, HasSubstr("unknown error"));
  EXPECT_EQ(describe_device(1).name, "NVIDIA H200") << "a sick neighbour is nothing to it";
}

TEST(FindDevices, SaysThatNoProgramMayUseOne) {
  cuda_double::Scenario machine;
  machine.compute_mode = cudaComputeModeProhibited;
  cuda_double::play(machine);
  EXPECT_THAT(find_devices().unusable.at(0).why, HasSubstr("Prohibited"));
}

// Whoever is described needs no context: it may be full, or taken.
TEST(DescribeDevice, OpensNothing) {
  cuda_double::Scenario machine;
  machine.most_memory = 0;
  cuda_double::play(machine);
  EXPECT_EQ(describe_device(0).units, 4);
  EXPECT_THROW(make_current(0), std::runtime_error);
  machine.most_memory.reset();
  machine.taken = true;
  machine.compute_mode = cudaComputeModeExclusiveProcess;
  cuda_double::play(machine);
  EXPECT_TRUE(find_devices().unusable.empty()) << "its process may end before it is opened";
  EXPECT_THAT(texts(describe_device(0).notes), ElementsAre(HasSubstr("exclusive mode")));
  try {
    open_device(0, {});
    FAIL() << "it was taken";
  } catch (const std::runtime_error& error) {
    EXPECT_THAT(error.what(), HasSubstr("exclusive mode"));
    EXPECT_THAT(error.what(), HasSubstr("nvidia-smi"));
  }
}

TEST(DescribeDevice, KnowsADisplaysWatchdog) {
  cuda_double::Scenario machine;
  cuda_double::play(machine);
  EXPECT_FALSE(describe_device(0).longest_launch);
  machine.watchdog_s = 2;
  cuda_double::play(machine);
  EXPECT_EQ(describe_device(0).longest_launch, Seconds(2));
  EXPECT_THAT(texts(describe_device(0).notes), ElementsAre(HasSubstr("watchdog")));
}

}  // namespace
}  // namespace gpupeak::cuda
