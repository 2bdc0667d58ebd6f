// What a product is charged with: arithmetic, on which unit, and the bytes of its matrices.
#include <gtest/gtest.h>

#include "kernels/matmul/matmul.h"
#include "tests/support/fake_device.h"

namespace gpupeak::matmul {
namespace {

TEST(MatmulWork, CountsTwoFlopsPerProductAndEachMatrixOnce) {
  DeviceInfo device = testing::fake_device_info();
  const Work f32 = work({DType::f32, 2, 3, 5}, device, Cache::cold);
  EXPECT_EQ(f32.amounts.at(Resource::fp32), 60);
  EXPECT_EQ(f32.amounts.at(Resource::dram), 4 * (10 + 15 + 6));
  EXPECT_EQ(f32.working_set, Bytes(4 * 31));
  const Work f64 = work({DType::f64, 2, 3, 5}, device, Cache::cold);
  EXPECT_EQ(f64.amounts.at(Resource::fp64), 60);
  EXPECT_EQ(f64.amounts.at(Resource::dram), 8 * 31);
}

TEST(MatmulWork, ChargesAHotLaunchToTheCacheThatHoldsItsMatrices) {
  const Work hot = work({DType::f32, 256, 256, 256}, testing::fake_device_info(), Cache::hot);  // 768 KiB
  EXPECT_EQ(hot.amounts.count(Resource::dram), 0u);
  EXPECT_EQ(hot.amounts.at(Resource::l2), 3.0 * 256 * 256 * 4);
}

TEST(MatmulWork, ChargesTheFastestUnitThatTakesTheType) {
  DeviceInfo device = testing::fake_device_info();
  const auto unit = [&](DType dtype) {
    return *arithmetic_of(work({.dtype = dtype, .m = 8, .n = 8, .k = 8}, device, Cache::cold));
  };
  device.peak.rates.clear();
  device.peak.rates[Resource::fp32].per_second = 2e9;
  device.peak.rates[Resource::bf16].per_second = 1e9;
  EXPECT_EQ(unit(DType::bf16), Resource::fp32);
  device.peak.rates[Resource::bf16_tensor].per_second = 9e9;
  EXPECT_EQ(unit(DType::bf16), Resource::bf16_tensor);
  EXPECT_EQ(unit(DType::f32), Resource::fp32);
  device.peak.rates[Resource::int8].per_second = 9e9;
  EXPECT_EQ(unit(DType::i8), Resource::int8);
  EXPECT_EQ(unit(DType::f64), Resource::fp64);  // where neither is known
  device.peak.rates[Resource::fp64].per_second = 33.5e12;
  EXPECT_EQ(unit(DType::f64), Resource::fp64);
  device.peak.rates[Resource::fp64_tensor].per_second = 66.9e12;  // an H100: cuBLAS multiplies there
  EXPECT_EQ(unit(DType::f64), Resource::fp64_tensor);
}

TEST(MatmulWork, CountsEveryProductOfABatchAndTheReadingOfC) {
  DeviceInfo device = testing::fake_device_info();
  const Work w = work({DType::bf16, 2, 3, 5, Layout::nn, Update::accumulate, 7}, device, Cache::cold);
  EXPECT_EQ(w.working_set, Bytes(7 * (2 * (10 + 15) + 4 * 6)));
  EXPECT_EQ(w.amounts.at(Resource::dram), 7 * (2 * (10 + 15) + 2 * 4 * 6));
}

}  // namespace
}  // namespace gpupeak::matmul
