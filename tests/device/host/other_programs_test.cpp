#include "device/host/other_programs.h"

#include <gtest/gtest.h>

#include "tests/device/host/made_up_tree.h"

namespace gpupeak::host {
namespace {

// The program's name holds what separates fields.
std::string own_stat(int user, int system) {
  return "7 (a )b c) R 1 1 1 0 -1 4194304 1 0 0 0 " + std::to_string(user) + " " + std::to_string(system) + " 0 0 20";
}

// Four CPUs, of which 0 and 2 may be used; 100 ticks pass on each.
struct OtherProgramsOf : ::testing::Test {
  CpuTimes before() const {
    return read_cpu_times(MadeUpTree{{"proc/stat",
                                      "cpu  9 9 9 9 9 9 9 9 9 9\n"
                                      "cpu0 100 0 10 500 5 0 0 0 0 0\n"
                                      "cpu1 100 0 10 500 5 0 0 0 0 0\n"
                                      "cpu2 100 0 10 500 5 0 0 0 0 0\n"
                                      "cpu3 100 0 10 500 5 0 0 0 0 0\nintr 1 2 3\n"},
                                     {"proc/self/stat", own_stat(10, 5)},
                                     {"proc/self/status", "Cpus_allowed_list:\t0,2\n"}}
                              .root())
        .value();
  }
  // With so many ticks on CPU 0, and on each of those that may not be used.
  CpuTimes after(int user, int own, int stolen = 0) const {
    const std::string busy = "180 0 20 500 5 0 0 0 0 0\n";
    const std::string cpu0 = std::to_string(100 + user) + " 0 10 " + std::to_string(600 - user - stolen) + " 5 0 0 " +
                             std::to_string(stolen) + " 0 0\n";
    return read_cpu_times(MadeUpTree{{"proc/stat",
                                      "cpu0 " + cpu0 + "cpu1 " + busy + "cpu2 100 0 10 600 5 0 0 0 0 0\ncpu3 " + busy},
                                     {"proc/self/stat", own_stat(10 + own, 5)},
                                     {"proc/self/status", "Cpus_allowed_list:\t0,2\n"}}
                              .root())
        .value();
  }
};

TEST_F(OtherProgramsOf, CountTheTimeOfTheCpusThatMayBeUsed) {
  const OtherPrograms others = other_programs(before(), after(70, 0)).value();
  EXPECT_DOUBLE_EQ(others.used, 0.7);
  EXPECT_DOUBLE_EQ(others.cpus, 2);
  EXPECT_FALSE(is_quiet(others));
  EXPECT_EQ(text(others), "0.7 of 2 CPUs");
}

TEST_F(OtherProgramsOf, AreNotThisOne) {
  const OtherPrograms others = other_programs(before(), after(70, 65)).value();
  EXPECT_DOUBLE_EQ(others.used, 0.05);
  EXPECT_TRUE(is_quiet(others));
  EXPECT_DOUBLE_EQ(other_programs(before(), after(5, 9))->used, 0) << "ticks of two counters differ by one";
}

TEST_F(OtherProgramsOf, AreOtherMachinesToo) {
  const OtherPrograms others = other_programs(before(), after(0, 0, 40)).value();
  EXPECT_DOUBLE_EQ(others.stolen, 0.4);
  EXPECT_FALSE(is_quiet(others));
  EXPECT_EQ(text(others), "0.0 of 2 CPUs, and the hypervisor gives 0.4 to other machines");
}

TEST_F(OtherProgramsOf, AreNotKnownWhereNothingIsShownOrNoTimePassed) {
  EXPECT_FALSE(read_cpu_times(MadeUpTree().root()));
  EXPECT_FALSE(read_cpu_times(MadeUpTree{{"proc/stat", "cpu0 1 2\n"}, {"proc/self/stat", own_stat(1, 1)}}.root()));
  EXPECT_FALSE(other_programs(before(), before()));
}

TEST(OtherPrograms, AreWatchedOnThisMachine) {
  const std::optional<CpuTimes> now = read_cpu_times();
  if (!now) GTEST_SKIP() << "this system does not show its CPU times";
  EXPECT_GT(now->cpus, 0);
  EXPECT_GE(now->passed, now->busy);
}

}  // namespace
}  // namespace gpupeak::host
