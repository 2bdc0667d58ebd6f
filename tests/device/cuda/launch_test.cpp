// What the runtime refuses of a launch, and what its clock tells of one: as the double has it, which other tests rely
// on.
#include "device/cuda/launch.h"

#include <array>

#include "core/device.h"
#include "tests/kernels/common/cuda/on_double.h"

namespace gpupeak::cuda {
namespace {

class CudaLaunch : public OnDouble {};

// What the last element of dynamic shared memory holds.
void touch_last(float* out, int elements) {
  float* shared = dynamic_shared<float>();
  shared[elements - 1] = 5;
  *out = shared[elements - 1];
}

TEST_F(CudaLaunch, MoreSharedMemoryThanEveryKernelMayHaveMustBeAllowed) {
  const Grid grid{.blocks = 1, .threads = 1, .shared_bytes = size_t{60} << 10};
  const int elements = (60 << 10) / sizeof(float);
  float out = 0;
  EXPECT_THROW(launch(gpu().queue(), grid, touch_last, &out, elements), std::runtime_error);
  EXPECT_EQ(out, 0);
  EXPECT_THROW(allow_shared(touch_last, size_t{64} << 10), std::runtime_error) << "1 KiB is the system's";
  allow_shared(touch_last, grid.shared_bytes);
  launch(gpu().queue(), grid, touch_last, &out, elements);
  EXPECT_EQ(out, 5);
}

void find_alignment(uintptr_t* out) {
  out[0] = reinterpret_cast<uintptr_t>(dynamic_shared<char>()) % 1024;
  out[1] = reinterpret_cast<uintptr_t>(static_shared<char, 3>()) % 16;
}

TEST_F(CudaLaunch, SharedMemoryIsAlignedAsPromised) {
  std::array<uintptr_t, 2> out{7, 7};
  launch(gpu().queue(), {.blocks = 1, .threads = 1, .shared_bytes = 100}, find_alignment, out.data());
  EXPECT_EQ(out[0], 0u);
  EXPECT_EQ(out[1], 0u);
}

TEST_F(CudaLaunch, MoreThreadsThanABlockMayHaveAreRefused) {
  std::array<uintptr_t, 2> out{};
  EXPECT_THROW(launch(gpu().queue(), {.blocks = 1, .threads = 1025}, find_alignment, out.data()), std::runtime_error);
  EXPECT_THROW(launch(gpu().queue(), {.blocks = dim3(1, 65536), .threads = 1}, find_alignment, out.data()),
               std::runtime_error);
  EXPECT_NO_THROW(launch(gpu().queue(), {.blocks = 1, .threads = 32}, find_alignment, out.data()));
}

void launch_nothing() {}

TEST_F(CudaLaunch, ItsClockFallsOnceTheGpuIsThrottled) {
  cuda_double::Scenario machine;
  machine.clock_factor = 0.5;
  machine.throttled_from_s = 0.02;
  cuda_double::play(machine);
  const std::array<Launch, 1> sets{[](Queue& queue) { launch(queue, {.blocks = 1, .threads = 1}, launch_nothing); }};
  const Sample cold = gpu().time({.sets = sets, .launches = 8});  // until 10 ms, by 8 launches and 2 stamps
  gpu().time({.sets = sets, .launches = 20});
  const Sample hot = gpu().time({.sets = sets, .launches = 8});
  ASSERT_TRUE(cold.clock && hot.clock);
  EXPECT_NEAR(cold.clock->value, 1e9, 1e3);
  EXPECT_NEAR(hot.clock->value, 0.5e9, 1e3);
}

TEST_F(CudaLaunch, AnAllocationThatFailsOnceLeavesTheDeviceUsable) {
  cuda_double::Scenario machine;
  machine.no_memory_at = 1;  // the device's own stamps are allocation 0
  cuda_double::play(machine);
  EXPECT_THROW(gpu().allocate(mib(1)), OutOfMemory);
  EXPECT_NO_THROW(gpu().allocate(mib(1)));
}

}  // namespace
}  // namespace gpupeak::cuda
