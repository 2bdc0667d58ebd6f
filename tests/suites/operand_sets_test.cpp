#include "suites/operand_sets.h"

#include <gtest/gtest.h>

#include "tests/suites/support.h"

namespace gpupeak {
namespace {

using testing::contains;
using testing::FakeDevice;
using testing::target;

TEST(OperandSets, HotIsOne) {
  FakeDevice device;
  const OperandSets sets = operand_sets(target(device, Cache::hot), kib(1));
  EXPECT_EQ(sets.count, 1);
  EXPECT_FALSE(sets.note);
}

TEST(OperandSets, ColdTotalsThreeLastLevelCaches) {
  FakeDevice device;  // 8 MiB
  EXPECT_EQ(operand_sets(target(device, Cache::cold), mib(1)).count, 24);
  EXPECT_EQ(operand_sets(target(device, Cache::cold), mib(7)).count, 4);
  EXPECT_FALSE(operand_sets(target(device, Cache::cold), mib(7)).note);
}

TEST(OperandSets, OneSetThatExceedsTheCachesIsEnough) {
  FakeDevice device;
  const OperandSets sets = operand_sets(target(device, Cache::cold), mib(64));
  EXPECT_EQ(sets.count, 1);
  EXPECT_FALSE(sets.note);
}

TEST(OperandSets, TheCapLimitsAndIsLabelled) {
  FakeDevice device;
  const OperandSets sets = operand_sets(target(device, Cache::cold, mib(4)), mib(1));
  EXPECT_EQ(sets.count, 4);
  EXPECT_TRUE(contains(text(sets.note.value()), "its 4 MiB are less than"));
}

TEST(OperandSets, AQuarterOfFreeMemoryLimitsAndIsLabelled) {
  FakeDevice device;
  device.free = mib(32);
  const OperandSets sets = operand_sets(target(device, Cache::cold), mib(1));
  EXPECT_EQ(sets.count, 8);
  EXPECT_TRUE(sets.note);
}

TEST(OperandSets, TinyOperandsDoNotMakeMillionsOfSets) {
  FakeDevice device;
  const OperandSets sets = operand_sets(target(device, Cache::cold), Bytes(12));
  EXPECT_LE(sets.count, 1024);
  EXPECT_TRUE(sets.note);
}

TEST(OperandSets, NoCapAndNoMemoryStillIsOneSet) {
  FakeDevice device;
  device.free = Bytes(0);
  EXPECT_EQ(operand_sets(target(device, Cache::cold, Bytes(0)), mib(1)).count, 1);
  EXPECT_EQ(operand_sets(target(device, Cache::cold), Bytes(0)).count, 1);
}

TEST(DoesNotFit, SaysBothFiguresAndWhatToTry) {
  FakeDevice device;
  EXPECT_FALSE(does_not_fit(device, gib(8), "less"));
  EXPECT_EQ(does_not_fit(device, gib(9), "less").value().reason, "out of memory (needs 9 GiB, 8 GiB free); try less");
}

}  // namespace
}  // namespace gpupeak
