#include "device/cuda/launch_shape.h"

#include <gtest/gtest.h>

#include "kernels/launch/cuda/raise.h"
#include "tests/kernels/common/cuda/on_double.h"

namespace gpupeak::cuda {
namespace {

class LaunchShapes : public OnDouble {};

const int anything = 0;

TEST_F(LaunchShapes, SayWhatAnSmHoldsAndWhatKeepsMoreAway) {
  // The double's kernels have 64 registers, its SMs 65536, 2048 threads, 32 blocks and 64 KiB of shared memory.
  const LaunchShape by_registers = shape_of({&anything, dim3(3, 5, 2), dim3(256), 0}, 0);
  EXPECT_EQ(by_registers.blocks, 30);
  EXPECT_EQ(by_registers.threads, 256);
  EXPECT_EQ(by_registers.registers, 64);
  EXPECT_EQ(by_registers.blocks_per_unit, 4);
  EXPECT_EQ(by_registers.most_threads, 2048);
  EXPECT_EQ(by_registers.limited_by, "registers");
  EXPECT_EQ(shape_of({&anything, dim3(1), dim3(64), 30 * 1024}, 0).limited_by, "shared memory");
  EXPECT_EQ(shape_of({&anything, dim3(1), dim3(8, 4), 0}, 0).limited_by, "blocks");
  EXPECT_EQ(shape_of({&anything, dim3(1), dim3(8, 4), 0}, 0).shared.value, 0);
  EXPECT_EQ(by_registers.kernel, "raise");
}

TEST_F(LaunchShapes, AreOfTheLastKernelOnce) {
  EXPECT_FALSE(gpu().last_shape());
  const auto memory = gpu().allocate(Bytes(8 * 1000));
  start_raise(gpu().queue(), {static_cast<int64_t*>(memory->data())}, 1000);
  const std::optional<LaunchShape> shape = gpu().last_shape();
  ASSERT_TRUE(shape);
  EXPECT_EQ(shape->blocks, 4);
  EXPECT_EQ(shape->threads, 256);
  EXPECT_FALSE(gpu().last_shape());
}

}  // namespace
}  // namespace gpupeak::cuda
