#include "kernels/stream/stream.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/ceiling.h"
#include "core/device_info.h"
#include "kernels/common/word_sum.h"
#include "tests/support/fake_device.h"

namespace gpupeak::stream {
namespace {

using gpupeak::testing::fake_device_info;
using gpupeak::testing::FakeDevice;

TEST(Stream, SeveralBlocksOfAUnitHavePartsAndSumsOfTheirOwn) {
  const Problem problem{.op = Op::read, .count = 800, .units = 3, .blocks = 2};
  EXPECT_EQ(parts(problem), 6);
  int64_t next = 0;
  for (int part = 0; part < 6; ++part) {
    EXPECT_EQ(part_of(problem, part).first, next);
    next += part_of(problem, part).count;
  }
  EXPECT_EQ(next, 800);
}

TEST(StreamPart, CoversEveryElementOnceInWholeLines) {
  for (const int64_t count : {1, 7, 8, 33, 127, 129, 1000003}) {
    for (int units = 1; units <= 9; ++units) {
      const Problem problem{Op::read, count, units, 1};
      int64_t next = 0;
      for (int unit = 0; unit < units; ++unit) {
        const Part part = part_of(problem, unit);
        ASSERT_EQ(part.first, next);
        ASSERT_GE(part.count, 0);
        ASSERT_TRUE(part.first % 8 == 0 || part.first == count);
        next += part.count;
      }
      ASSERT_EQ(next, count);
    }
  }
}

TEST(StreamPart, DiffersByNoMoreThanALine) {
  const Problem problem{Op::read, 800, 7, 1};
  for (int unit = 0; unit < 7; ++unit) EXPECT_NEAR(part_of(problem, unit).count, 800 / 7.0, 8);
}

TEST(Stream, ReadIsCheckedUnitByUnitAndExactly) {
  FakeDevice device;
  const Problem problem{Op::read, 1000, 3, 5};
  Data data(device, problem, 1, DataKind::random, 9);
  data.reset(0);
  const Operands o = data.operands(0);
  for (int unit = 0; unit < 3; ++unit) {
    const Part part = part_of(problem, unit);
    uint64_t sum = 0;
    for (int64_t i = 0; i < part.count; ++i) sum += 5 * word_of(o.b[part.first + i]);
    o.sums[unit] = sum;
  }
  EXPECT_TRUE(data.check().ok) << data.check().where;
  o.sums[1] += 1;
  EXPECT_FALSE(data.check().ok);
  EXPECT_NE(data.check().where.find("sums[1]"), std::string::npos);
}

TEST(Stream, AMissingPassOfReadIsSeen) {
  FakeDevice device;
  const Problem problem{Op::read, 64, 1, 3};
  Data data(device, problem, 1, DataKind::ones, 9);
  data.reset(0);
  data.operands(0).sums[0] = 2 * 64 * word_of(1);
  EXPECT_FALSE(data.check().ok);
  data.operands(0).sums[0] = 3 * 64 * word_of(1);
  EXPECT_TRUE(data.check().ok);
}

// A sum of f64 may lose what is too small for it; words lose nothing.
TEST(Stream, AnyOrderOfWordsAddsUpAlikeAndTheLastBitOfAnyCounts) {
  FakeDevice device;
  const Problem problem{Op::read, 3000, 1, 1};
  Data data(device, problem, 1, DataKind::random, 9);
  data.reset(0);
  const Operands o = data.operands(0);
  *o.sums = 0;
  for (int64_t i = problem.count; i-- > 0;) *o.sums += word_of(o.b[i]);
  EXPECT_TRUE(data.check().ok) << data.check().where;
  *o.sums += word_of(std::nextafter(o.b[7], 2)) - word_of(o.b[7]);
  EXPECT_FALSE(data.check().ok);
}

TEST(Stream, EverySetIsCheckedAndNamed) {
  FakeDevice device;
  const Problem problem{Op::copy, 100, 1, 1};
  Data data(device, problem, 3, DataKind::random, 9);
  data.reset(0);
  for (int set = 0; set < 3; ++set) std::copy_n(data.operands(set).b, 100, data.operands(set).a);
  EXPECT_TRUE(data.check().ok);
  EXPECT_EQ(data.check().compared, 300);
  data.operands(2).a[17] = 0.5;
  EXPECT_NE(data.check().where.find("a[17] of set 2"), std::string::npos) << data.check().where;
}

TEST(Stream, SetsAndArraysHoldDifferentData) {
  FakeDevice device;
  Data data(device, {Op::triad, 16, 1, 1}, 2, DataKind::random, 9);
  data.reset(0);
  EXPECT_NE(data.operands(0).b[0], data.operands(1).b[0]);
  EXPECT_NE(data.operands(0).b[0], data.operands(0).c[0]);
}

TEST(Stream, ArraysAnOpDoesNotUseAreNull) {
  FakeDevice device;
  Data write(device, {Op::write, 16, 1, 1}, 1, DataKind::random, 9);
  EXPECT_TRUE(write.operands(0).a && !write.operands(0).b && !write.operands(0).c && !write.operands(0).sums);
  Data read(device, {Op::read, 16, 1, 1}, 1, DataKind::random, 9);
  EXPECT_TRUE(!read.operands(0).a && read.operands(0).b && !read.operands(0).c && read.operands(0).sums);
}

TEST(Stream, InitHasThreeOutputsThatAreFilledApart) {
  FakeDevice device;
  Data data(device, {Op::init, 16, 1, 1}, 1, DataKind::random, 9);
  const Operands o = data.operands(0);
  data.reset(0);
  EXPECT_FALSE(data.check().ok);  // poisoned
  std::fill_n(o.a, 16, fills[0]);
  std::fill_n(o.b, 16, fills[1]);
  std::fill_n(o.c, 16, fills[2]);
  EXPECT_TRUE(data.check().ok);
  std::swap(o.b[3], o.c[3]);
  EXPECT_NE(data.check().where.find("b[3]"), std::string::npos);
}

TEST(Stream, ALongDotProductLosesNoTermUnseen) {
  FakeDevice device;
  const Problem problem{Op::dot, 100000, 1, 1};
  Data data(device, problem, 1, DataKind::random, 9);
  const Operands o = data.operands(0);
  data.reset(0);
  for (const int64_t left_out : {int64_t{0}, int64_t{1}}) {
    double sum = 0;
    for (int64_t i = left_out; i < problem.count; ++i) sum += o.b[i] * o.c[i];
    *o.sums = word_of(sum);
    EXPECT_EQ(data.check().ok, left_out == 0);
  }
}

TEST(Stream, ChargesReadsAndWritesOfAllPasses) {
  const DeviceInfo device = fake_device_info();
  const Work small = work({Op::triad, 1000, 1, 10}, device, Cache::hot);  // 24 kB: the first-level cache
  EXPECT_EQ(small.amounts.at(Resource::l1_read), 2 * 8000.0 * 10);
  EXPECT_EQ(small.amounts.at(Resource::l1_write), 8000.0 * 10);
  EXPECT_EQ(small.working_set.value, 24000);
  const Work cold = work({Op::triad, 1000, 1, 1}, device, Cache::cold);
  EXPECT_EQ(cold.amounts.at(Resource::dram), 24000);
}

Rate scripted(double per_second) { return {per_second, Hertz(2e9), Scope::per_unit, Source::calibrated, "scripted"}; }

// A GPU whose SMs do 4 flop of f64 per clock, and nobody knows the rates of whose caches.
DeviceInfo few_f64_units() {
  DeviceInfo device = fake_device_info();
  device.peak = {};
  device.peak.rates[Resource::fp64] = scripted(4 * device.units * 2e9);
  device.peak.rates[Resource::dram] = scripted(10e9);
  return device;
}

TEST(Stream, ArithmeticIsTheCeilingInCachesWhereF64UnitsAreFew) {
  const DeviceInfo device = few_f64_units();
  for (const Op op : {Op::scale, Op::add, Op::triad, Op::dot}) {
    const Work in_cache = work({op, 1000, 1, 10}, device, Cache::hot);
    EXPECT_EQ(in_cache.amounts.at(Resource::fp64), 2 * 1000 * 10);
    EXPECT_EQ(ceiling(in_cache, device)->bound_by, Resource::fp64);
    EXPECT_EQ(in_cache.effective.value, op == Op::scale || op == Op::add ? 1000 * 10 : 0);
    EXPECT_FALSE(work({op, 1000, 1, 1}, device, Cache::cold).amounts.contains(Resource::fp64));  // memory is slower
  }
  for (const Op op : {Op::read, Op::write, Op::copy, Op::init})
    EXPECT_FALSE(work({op, 1000, 1, 10}, device, Cache::hot).amounts.contains(Resource::fp64));
}

TEST(Stream, ArithmeticIsNotChargedWhereTheBytesTakeLonger) {
  DeviceInfo device = few_f64_units();
  const auto charged = [&] {
    return work({Op::triad, 1000, 1, 10}, device, Cache::hot).amounts.contains(Resource::fp64);
  };
  EXPECT_TRUE(charged());
  device.peak.rates[Resource::l1_read] = device.peak.rates[Resource::l1_write] = scripted(1e9);
  EXPECT_FALSE(charged());
  device = few_f64_units();
  device.peak.rates[Resource::fp64].per_second *= 16;  // as the GPUs of data centres
  EXPECT_FALSE(charged());
  device.peak.rates.erase(Resource::fp64);
  EXPECT_FALSE(charged());
}

TEST(Stream, OpsAreFoundByName) {
  EXPECT_EQ(op_named("triad"), Op::triad);
  EXPECT_FALSE(op_named("daxpy"));
}

}  // namespace
}  // namespace gpupeak::stream
