#include "kernels/shared/shared.h"

#include <gtest/gtest.h>

#include <map>
#include <set>

#include "tests/support/fake_device.h"

namespace gpupeak::shared {
namespace {

TEST(SharedFamily, APassOfAWarpReadsEveryWordOnce) {
  for (const int way : degrees) {
    std::set<int> read;
    for (int load = 0; load < loads; ++load)
      for (int lane = 0; lane < lanes; ++lane) EXPECT_TRUE(read.insert(word_of(way, lane, load)).second);
    EXPECT_EQ(read.size(), static_cast<size_t>(words)) << way;
    EXPECT_EQ(*read.rbegin(), words - 1) << way;
  }
}

TEST(SharedFamily, EveryLoadMeetsExactlySoManyWordsInOneBank) {
  for (const int way : degrees)
    for (int load = 0; load < loads; ++load) {
      std::map<int, int> in_bank;
      for (int lane = 0; lane < lanes; ++lane) ++in_bank[word_of(way, lane, load) % banks];
      for (const auto& [bank, met] : in_bank) EXPECT_EQ(met, way) << "bank " << bank << " load " << load;
    }
}

constexpr Rung rung{.name = "any", .idea = "", .threads = 64, .refuses = nullptr, .bind = nullptr};

TEST(SharedFamily, BytesAreThoseThatThreadsAskForWhateverTheConflict) {
  EXPECT_EQ(work({1, 2, 3}, rung).amounts.at(Resource::shared), 2.0 * 64 * loads * 4 * 3);
  EXPECT_EQ(work({32, 2, 3}, rung).amounts, work({1, 2, 3}, rung).amounts);
}

TEST(SharedFamily, EveryThreadsSumIsCheckedExactly) {
  gpupeak::testing::FakeDevice device;
  Data data(device, {4, 2, 3}, rung, DataKind::random, 1);
  data.reset(0);
  EXPECT_FALSE(data.check().ok) << "poison";
  const Operands operands = data.operands();
  for (int thread = 0; thread < 128; ++thread) {
    operands.sums[thread] = 0;
    for (int load = 0; load < loads; ++load)
      operands.sums[thread] += 3 * operands.words[word_of(4, thread % lanes, load)];
  }
  EXPECT_TRUE(data.check().ok) << data.check().where;
  EXPECT_EQ(data.check().compared, 128);
  ++operands.sums[127];
  EXPECT_FALSE(data.check().ok);
  EXPECT_EQ(data.check().where.find("the sum of thread 63 of unit 1"), 0u) << data.check().where;
}

}  // namespace
}  // namespace gpupeak::shared
