#include "kernels/gather/gather.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <set>

#include "tests/support/fake_device.h"

namespace gpupeak::gather {
namespace {

using gpupeak::testing::fake_device_info;
using gpupeak::testing::FakeDevice;

TEST(Gather, APassOfAnyStrideMeetsEveryLineOnceAndUsesAFixedSet) {
  for (const OpRow& op : ops) {
    if (op.stride == 0) continue;
    for (const int64_t line : {4, 8}) {
      const Problem problem{.stride = op.stride, .line = line};
      std::set<int64_t> used;
      for (int64_t walk = 0; walk < walks_of(op.stride, line); ++walk)
        for (int64_t i = walk * line; i < 1024; i += op.stride) EXPECT_TRUE(used.insert(i).second) << i;
      EXPECT_EQ(static_cast<int64_t>(used.size()), 1024 / used_every(problem)) << op.name;
      for (const int64_t i : used) EXPECT_EQ(i % used_every(problem), 0) << op.name;
    }
  }
}

TEST(Gather, TheIndexIsAPermutationThatEveryRoundDrawsAnew) {
  FakeDevice device;
  Data data(device, {0, 1000, 1, 1}, 1, DataKind::random, 3);
  data.reset(0);
  const int64_t* index = data.operands(0).index;
  const std::vector<int64_t> before(index, index + 1000);
  EXPECT_EQ(std::set<int64_t>(before.begin(), before.end()).size(), 1000u);
  EXPECT_TRUE(std::all_of(before.begin(), before.end(), [](int64_t i) { return i >= 0 && i < 1000; }));
  data.reset(1);
  EXPECT_NE(std::vector<int64_t>(index, index + 1000), before);
}

TEST(Gather, ColdLaunchesAreChargedToMainMemory) {
  const Work cold = work({8, 1000, 1, 1}, fake_device_info(), Cache::cold);
  EXPECT_EQ(cold.amounts.at(Resource::dram), 8000);
  EXPECT_EQ(cold.used, Bytes(1000));
}

TEST(Gather, WhereSectorsOf32BytesMoveAStrideWastesAtMostThreeOfFourElements) {
  const Work strided = work({.stride = 64, .count = 1000, .line = 4}, fake_device_info(), Cache::cold);
  EXPECT_EQ(strided.amounts.at(Resource::dram), 8000);
  EXPECT_EQ(strided.used, Bytes(2000));
  const Work random = work({.stride = 0, .count = int64_t{1} << 30, .line = 4}, fake_device_info(), Cache::cold);
  EXPECT_NEAR(random.amounts.at(Resource::dram) / random.used.value, 1 + 4, 0.01);  // the index, and a sector
}

TEST(Gather, WhatCachesHoldByChanceIsNotCharged) {
  const Work all_in_reach = work({0, 1 << 18, 1, 1}, fake_device_info(), Cache::cold);  // 2 MiB beside 8 MiB of cache
  EXPECT_EQ(all_in_reach.amounts.at(Resource::dram), 2 * all_in_reach.used.value);      // index, and each element
}

TEST(Gather, OpsAreFoundByName) {
  EXPECT_EQ(op_named("stride16")->stride, 16);
  EXPECT_EQ(op_named("stride3"), nullptr);
}

}  // namespace
}  // namespace gpupeak::gather
