// What decides verification of large arrays, on a GPU: its own filling and digesting against the host's.
#include <gtest/gtest.h>

#include "core/buffer.h"
#include "tests/kernels/common/cuda/on_gpu.h"
#include "tests/support/fake_device.h"

namespace gpupeak::cuda {
namespace {

class BulkOnGpu : public OnGpu {};

template <class T>
void bulk_agrees_with_host(Device& gpu, int64_t count) {
  testing::FakeDevice host;
  Buffer<T> here(host, count), there(gpu, count);
  EXPECT_EQ(there.generate(DataKind::random, 9), here.generate(DataKind::random, 9)) << count;
  EXPECT_EQ(there.all(), here.all()) << count;
  EXPECT_EQ(there.digest(), here.digest()) << count;
  const Contents mixed{.first = {3, 5}, .second = {1, 6}, .constant = 2};
  EXPECT_EQ(digest_if(there, mixed), digest_if(here, mixed)) << count;
}

// A part of the grid, more than all of it, ragged.
TEST_F(BulkOnGpu, FillsAndDigestsAsTheHostDoes) {
  for (const int64_t count : {(int64_t{1} << 18) + 1, (int64_t{1} << 22) + 3}) {
    bulk_agrees_with_host<float>(gpu(), count);
    bulk_agrees_with_host<double>(gpu(), count);
  }
}

}  // namespace
}  // namespace gpupeak::cuda
