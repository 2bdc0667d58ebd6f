// The GPU's own filling and digesting against the host's, which reads every byte back.
#include <gtest/gtest.h>

#include "core/buffer.h"
#include "tests/kernels/common/cuda/on_double.h"
#include "tests/support/fake_device.h"

namespace gpupeak::cuda {
namespace {

class CudaBulk : public OnDouble {};

constexpr Contents mixed{.first = {3, 5}, .second = {1, 6}, .constant = 2};

template <class T>
void is_as_on_the_host(Device& gpu, int64_t count) {
  testing::FakeDevice host;
  Buffer<T> here(host, count), there(gpu, count);
  const uint64_t digest = here.generate(DataKind::random, 9);
  BulkMemory& bulk = *gpu.bulk();
  bulk.fill(there.data(), dtype_of<T>, count, {.first = {1, 9}});
  EXPECT_EQ(here.all(), there.all()) << count;
  EXPECT_EQ(bulk.digest(there.data(), static_cast<size_t>(count) * sizeof(T)), digest) << count;
  EXPECT_EQ(bulk.digest_if(dtype_of<T>, count, {.first = {1, 9}}), digest) << count;
  EXPECT_EQ(bulk.digest_if(dtype_of<T>, count, mixed), digest_if(here, mixed)) << count;
  EXPECT_FALSE(there.damage());
}

// One word, none, a part of one, fewer than threads, several turns of the grid.
TEST_F(CudaBulk, FillsAndDigestsAsTheHostDoes) {
  for (const int64_t count : {1, 2, 3, 255, 257, 20001}) {
    is_as_on_the_host<float>(gpu(), count);
    is_as_on_the_host<double>(gpu(), count);
  }
}

TEST_F(CudaBulk, DigestSeesOneBitAndTheOrderOfWords) {
  Buffer<double> buffer(gpu(), 20001);
  gpu().bulk()->fill(buffer.data(), DType::f64, buffer.size(), {.first = {1, 9}});
  const auto digest = [&] { return gpu().bulk()->digest(buffer.data(), 20001 * sizeof(double)); };
  const uint64_t before = digest();
  auto* const words = reinterpret_cast<uint64_t*>(buffer.data());
  for (const int64_t at : {0, 4096, 20000}) {
    words[at] ^= 1;
    EXPECT_NE(digest(), before) << at;
    words[at] ^= 1;
  }
  std::swap(words[3], words[5000]);
  EXPECT_NE(digest(), before);
  std::swap(words[3], words[5000]);
  EXPECT_EQ(digest(), before);
}

TEST_F(CudaBulk, WorksOnLargeBuffersAndCopiesNothingBack) {
  Buffer<double> buffer(gpu(), (1 << 17) + 3);
  ASSERT_TRUE(gpu().bulk());  // which is tried here
  const uint64_t copied = cuda_double::bytes_to_host();
  const uint64_t digest = buffer.generate(DataKind::random, 4);
  EXPECT_EQ(buffer.digest(), digest);
  EXPECT_EQ(digest_if(buffer, {.first = {1, 4}}), digest);
  EXPECT_EQ(cuda_double::bytes_to_host() - copied, 4 * sizeof(uint64_t));
  EXPECT_EQ(buffer.all()[1 << 17], generated(DataKind::random, 4, 1 << 17));
  buffer.poison();
  for (const double value : buffer.all()) ASSERT_TRUE(std::isnan(value));
}

TEST_F(CudaBulk, IsNoLaunchThatAShapeIsToldOf) {
  Buffer<double> buffer(gpu(), 1 << 17);
  gpu().last_shape();
  buffer.generate(DataKind::random, 4);
  EXPECT_FALSE(gpu().last_shape());
}

TEST_F(CudaBulk, RefusesElementsItHasNoKernelFor) {
  EXPECT_FALSE(gpu().bulk()->has(DType::i8));
  Buffer<int8_t> buffer(gpu(), 16);
  EXPECT_THROW(gpu().bulk()->fill(buffer.data(), DType::i8, 16, {}), std::invalid_argument);
}

}  // namespace
}  // namespace gpupeak::cuda
