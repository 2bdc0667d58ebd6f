// What the emulator is for: kernels with a planted fault, each beside its right twin, which passes in every order.
#include <array>
#include <numeric>
#include <vector>

#include "device/cuda/launch.h"
#include "tests/kernels/common/cuda/on_double.h"
#include "tests/kernels/common/cuda/on_gpu.h"

namespace gpupeak::cuda {
namespace {

constexpr int threads = 64;

enum class Fault { none, no_barrier, no_wait, divergent_barrier, lane_outside_mask };

// Every thread reads what its neighbour wrote.
template <Fault fault>
void rotate(const float* in, float* out) {
  float* shared = static_shared<float, threads>();
  copy_async<4>(shared + threadIdx.x, in + threadIdx.x, true);
  copy_async_commit();
  if (fault != Fault::no_wait) copy_async_wait<0>();
  if (fault == Fault::divergent_barrier && threadIdx.x == 3) return;
  if (fault != Fault::no_barrier) __syncthreads();
  out[threadIdx.x] = shared[(threadIdx.x + 1) % threads];
}

template <Fault fault>
void sum(const float* in, float* out) {
  float value = in[threadIdx.x];
  const unsigned mask = fault == Fault::lane_outside_mask ? 0x0000ffffu : 0xffffffffu;
  for (int distance = 16; distance > 0; distance /= 2)
    value += __shfl_down_sync(mask, value, static_cast<unsigned>(distance));
  if (threadIdx.x % 32 == 0) out[threadIdx.x / 32] = value;
}

class Emulator : public OnDouble {
 protected:
  // Whether `out` was as expected in every order; a launch that the emulator ended is not.
  bool right(void (*kernel)(const float*, float*), const std::vector<float>& expected) {
    std::vector<float> in(threads), out(expected.size());
    std::iota(in.begin(), in.end(), 1.f);
    Queue& queue = gpu().queue();
    for (uint64_t order = 0; order < orders; ++order) {
      std::fill(out.begin(), out.end(), -1.f);
      cuda_double::seed_orders(order);
      try {
        launch(queue, {.blocks = 1, .threads = threads}, kernel, in.data(), out.data());
      } catch (const DeviceLost&) {
        return false;
      }
      if (out != expected) return false;
    }
    return true;
  }

  std::vector<float> rotated() const {
    std::vector<float> values(threads);
    std::iota(values.begin(), values.end(), 2.f);
    values.back() = 1;
    return values;
  }
  std::vector<float> sums() const { return {32 * 33 / 2, 32 * 33 / 2 + 32 * 32}; }
};

TEST_F(Emulator, RunsARightKernelInEveryOrder) {
  EXPECT_TRUE(right(rotate<Fault::none>, rotated())) << cuda_double::wrong_kernel();
  EXPECT_TRUE(right(sum<Fault::none>, sums())) << cuda_double::wrong_kernel();
}

TEST_F(Emulator, SeesThatABarrierIsMissing) {
#if defined(__SANITIZE_THREAD__)
  GTEST_SKIP() << "ThreadSanitizer ends the process with its own report, as tests/simt shows";
#endif
  EXPECT_FALSE(right(rotate<Fault::no_barrier>, rotated()));
}

TEST_F(Emulator, SeesThatACopyWasNotWaitedFor) { EXPECT_FALSE(right(rotate<Fault::no_wait>, rotated())); }

TEST_F(Emulator, EndsALaunchWhoseBarrierSomeNeverReach) {
  EXPECT_FALSE(right(rotate<Fault::divergent_barrier>, rotated()));
  EXPECT_EQ(cuda_double::wrong_kernel(),
            "block (0,0,0) hangs: of 64 threads 63 wait at a barrier, 0 in a warp operation, 1 ended");
}

TEST_F(Emulator, EndsALaunchInWhichALaneIsNotInItsMask) {
  EXPECT_FALSE(right(sum<Fault::lane_outside_mask>, sums()));
  EXPECT_NE(cuda_double::wrong_kernel().find("mask"), std::string::npos) << cuda_double::wrong_kernel();
}

void number_blocks(int* out) {
  out[blockIdx.x + gridDim.x * (blockIdx.y + gridDim.y * blockIdx.z)] = static_cast<int>(blockDim.x * blockDim.y);
}

TEST_F(Emulator, RunsEveryBlockOfAGridOnce) {
  std::array<int, 24> out{};
  launch(gpu().queue(), {.blocks = dim3(2, 3, 4), .threads = dim3(5, 6)}, number_blocks, out.data());
  for (const int value : out) EXPECT_EQ(value, 30);
}

void count_up(int* counter) { atomicAdd(counter, 1); }

TEST_F(Emulator, AddsAtomically) {
  int counter = 0;
  launch(gpu().queue(), {.blocks = 3, .threads = 100}, count_up, &counter);
  EXPECT_EQ(counter, 300);
}

}  // namespace
}  // namespace gpupeak::cuda
