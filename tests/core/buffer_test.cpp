#include "core/buffer.h"

#include <gtest/gtest.h>

#include <cmath>

#include "tests/support/fake_device.h"

namespace gpupeak {
namespace {

using testing::FakeDevice;

TEST(Buffer, HoldsWhatTheGeneratorGives) {
  FakeDevice device;
  Buffer<float> buffer(device, 100003);  // more than one staging chunk, and no multiple of it
  buffer.generate(DataKind::random, 9);
  const std::vector<float> all = buffer.all();
  for (size_t i = 0; i < all.size(); ++i) ASSERT_EQ(all[i], static_cast<float>(generated(DataKind::random, 9, i))) << i;
  EXPECT_FALSE(buffer.damage());
}

TEST(Buffer, PoisonIsNaNEverywhere) {
  FakeDevice device;
  Buffer<double> buffer(device, 40000);
  buffer.poison();
  for (const double value : buffer.all()) ASSERT_TRUE(std::isnan(value));
}

TEST(Buffer, SeesAStoreBesideIt) {
  FakeDevice device;
  Buffer<float> buffer(device, 10);
  buffer.data()[10] = 1;
  ASSERT_TRUE(buffer.damage());
  EXPECT_EQ(*buffer.damage(), 40);
  buffer.draw_red_zones();
  EXPECT_FALSE(buffer.damage());
  reinterpret_cast<char*>(buffer.data())[-1] = 0;
  EXPECT_EQ(*buffer.damage(), -1);
}

TEST(Buffer, DigestSeesAnyChange) {
  FakeDevice device;
  Buffer<float> buffer(device, 100001);
  buffer.generate(DataKind::random, 3);
  const uint64_t before = buffer.digest();
  for (const int64_t index : {int64_t{0}, int64_t{7}, int64_t{65536}, int64_t{100000}}) {
    float& element = buffer.data()[index];
    const float old = element;
    element = std::nextafter(old, 2.0f);
    EXPECT_NE(buffer.digest(), before) << index;
    element = old;
  }
  std::swap(buffer.data()[1], buffer.data()[9]);  // same lane, same values
  EXPECT_NE(buffer.digest(), before);
}

// Of more than 64 MiB, which several threads share: 17 chunks of 4 MiB and a rest.
TEST(Buffer, OfAnySizeHoldsWhatTheGeneratorGives) {
  FakeDevice device;
  constexpr int64_t chunk = (int64_t{4} << 20) / sizeof(double);
  Buffer<double> buffer(device, 17 * chunk + 5);
  buffer.generate(DataKind::random, 3);
  const std::vector<double> all = buffer.all();
  for (int64_t i = 0; i < buffer.size(); i += i % chunk < 2 || i % chunk > chunk - 3 ? 1 : 97)
    ASSERT_EQ(all[static_cast<size_t>(i)], generated(DataKind::random, 3, static_cast<uint64_t>(i))) << i;
  EXPECT_FALSE(buffer.damage());
}

TEST(Buffer, DigestOfALargeOneSeesAnyChangeAndTheOrderOfItsChunks) {
  FakeDevice device;
  constexpr int64_t chunk = (int64_t{4} << 20) / sizeof(double);
  Buffer<double> buffer(device, 17 * chunk + 5);
  buffer.generate(DataKind::random, 3);
  const uint64_t before = buffer.digest();
  EXPECT_EQ(buffer.digest(), before);
  for (const int64_t index : {int64_t{0}, chunk - 1, 9 * chunk, 17 * chunk + 4}) {
    std::vector<double> value(1);
    buffer.read(index, value);
    buffer.write(index, std::vector<double>{value[0] + 1});
    EXPECT_NE(buffer.digest(), before) << index;
    buffer.write(index, value);
  }
  EXPECT_EQ(buffer.digest(), before);
  std::vector<double> first(chunk), second(chunk);
  buffer.read(0, first);
  buffer.read(chunk, second);
  buffer.write(0, second);
  buffer.write(chunk, first);
  EXPECT_NE(buffer.digest(), before);
}

TEST(Buffer, RefusesWhatCannotBeAddressed) {
  FakeDevice device;
  EXPECT_THROW(Buffer<float>(device, -1), std::invalid_argument);
  EXPECT_THROW(Buffer<double>(device, INT64_MAX), std::invalid_argument);
  EXPECT_THROW(Buffer<double>(device, int64_t{1} << 40), OutOfMemory);
}

}  // namespace
}  // namespace gpupeak
