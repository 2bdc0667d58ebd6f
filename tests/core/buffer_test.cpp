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

TEST(Buffer, IsFilledWithWhatItsDigestSays) {
  FakeDevice device;
  for (const int64_t count : {int64_t{0}, int64_t{1}, int64_t{7}, int64_t{100001}}) {
    Buffer<float> narrow(device, count);
    const uint64_t narrow_digest = narrow.generate(DataKind::random, 3);
    EXPECT_EQ(narrow.digest(), narrow_digest) << count;
    EXPECT_EQ(digest_if(narrow, {.first = {1, 3}}), narrow_digest) << count;
    Buffer<int8_t> bytes(device, count);
    const uint64_t bytes_digest = bytes.generate(DataKind::random, 3);
    EXPECT_EQ(bytes.digest(), bytes_digest) << count;
  }
}

TEST(Buffer, TellsTheDigestOfContentsThatNobodyStored) {
  FakeDevice device;
  const Contents contents{.first = {3, 5}, .second = {1, 6}, .constant = 2};
  constexpr int64_t chunk = (int64_t{4} << 20) / sizeof(double);
  Buffer<double> buffer(device, 17 * chunk + 5);
  std::vector<double> values(static_cast<size_t>(buffer.size()));
  for (size_t i = 0; i < values.size(); ++i)
    values[i] = 2 + 3 * generated(DataKind::random, 5, i) + generated(DataKind::random, 6, i);
  buffer.write(0, values);
  EXPECT_EQ(buffer.digest(), digest_if(buffer, contents));
  values.back() = std::nextafter(values.back(), 9);
  buffer.write(0, values);
  EXPECT_NE(buffer.digest(), digest_if(buffer, contents));
}

TEST(Buffer, DigestSeesTwoSignsThatChanged) {
  FakeDevice device;
  Buffer<double> buffer(device, 64);
  const uint64_t before = buffer.generate(DataKind::random, 3);
  for (int64_t one = 0; one < 63; ++one) {
    buffer.generate(DataKind::random, 3);
    for (const int64_t at : {one, one + 1}) buffer.data()[at] = -buffer.data()[at];
    EXPECT_NE(buffer.digest(), before) << one;
  }
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
