// Limits of containers, in both versions of control groups, on made-up machines.
#include "device/host/cgroup.h"

#include <gtest/gtest.h>

#include "tests/device/host/made_up_tree.h"

namespace gpupeak::host {
namespace {

TEST(CgroupLimits, AreAbsentWithoutControlGroups) {
  const MadeUpTree tree;
  const CgroupLimits limits = read_cgroup_limits(tree.root());
  EXPECT_FALSE(limits.cpus);
  EXPECT_FALSE(limits.memory);
  EXPECT_FALSE(limits.free_memory);
}

TEST(CgroupThrottling, IsThatOfAllGroupsOnTheWayUp) {
  const MadeUpTree tree{{"proc/self/cgroup", "0::/pod/box\n"},
                        {"sys/fs/cgroup/pod/box/cpu.stat",
                         "usage_usec 5\nnr_periods 463\nnr_throttled 434\nthrottled_usec "
                         "21300000\nnr_bursts 0\n"},
                        {"sys/fs/cgroup/pod/cpu.stat", "nr_periods 10\nnr_throttled 1\nthrottled_usec 700000\n"},
                        {"sys/fs/cgroup/cpu.stat", "usage_usec 5\n"}};
  EXPECT_EQ(read_throttling(tree.root()), (Throttling{473, 435, Seconds(22)}));
  EXPECT_EQ(read_cgroup_limits(tree.root()).throttling, read_throttling(tree.root()));
}

TEST(CgroupThrottling, IsInNanosecondsInVersion1) {
  const MadeUpTree tree{{"proc/self/cgroup", "2:cpu,cpuacct:/box\n"},
                        {"sys/fs/cgroup/cpu/box/cpu.stat", "nr_periods 4\nnr_throttled 2\nthrottled_time 500000000\n"}};
  EXPECT_EQ(read_throttling(tree.root()), (Throttling{4, 2, Seconds(0.5)}));
}

TEST(CgroupThrottling, IsAbsentWhereNothingIsCounted) {
  EXPECT_FALSE(read_throttling(MadeUpTree().root()));
  const MadeUpTree no_quota{{"proc/self/cgroup", "0::/\n"}, {"sys/fs/cgroup/cpu.stat", "usage_usec 5\n"}};
  EXPECT_FALSE(read_throttling(no_quota.root()));
}

TEST(CgroupLimits, OfVersion2AreTheSmallestOnTheWayUp) {
  const MadeUpTree tree{{"proc/self/cgroup", "0::/pod/box\n"},
                        {"sys/fs/cgroup/pod/box/memory.max", "max\n"},
                        {"sys/fs/cgroup/pod/box/cpu.max", "200000 100000\n"},
                        {"sys/fs/cgroup/pod/memory.max", "1000000\n"},
                        {"sys/fs/cgroup/pod/memory.current", "400000\n"},
                        {"sys/fs/cgroup/pod/memory.stat", "anon 1\ninactive_file 100000\nfile 5\n"},
                        {"sys/fs/cgroup/pod/cpu.max", "150000 100000\n"}};
  const CgroupLimits limits = read_cgroup_limits(tree.root());
  EXPECT_EQ(limits.memory, Bytes(1'000'000));
  EXPECT_EQ(limits.free_memory, Bytes(700'000));
  EXPECT_EQ(limits.cpus, 1.5);
}

TEST(CgroupLimits, OfVersion1ComeFromTheirOwnHierarchies) {
  const MadeUpTree tree{{"proc/self/cgroup", "4:memory:/box\n2:cpu,cpuacct:/box\n1:name=systemd:/\n"},
                        {"sys/fs/cgroup/memory/box/memory.limit_in_bytes", "5000"},
                        {"sys/fs/cgroup/memory/box/memory.usage_in_bytes", "2000"},
                        {"sys/fs/cgroup/memory/box/memory.stat", "inactive_file 1\ntotal_inactive_file 500"},
                        {"sys/fs/cgroup/memory/memory.limit_in_bytes", "9223372036854771712"},
                        {"sys/fs/cgroup/cpu/box/cpu.cfs_quota_us", "50000"},
                        {"sys/fs/cgroup/cpu/box/cpu.cfs_period_us", "100000"},
                        {"sys/fs/cgroup/cpu/cpu.cfs_quota_us", "-1"},
                        {"sys/fs/cgroup/cpu/cpu.cfs_period_us", "100000"}};
  const CgroupLimits limits = read_cgroup_limits(tree.root());
  EXPECT_EQ(limits.memory, Bytes(5000));
  EXPECT_EQ(limits.free_memory, Bytes(3500));
  EXPECT_EQ(limits.cpus, 0.5);
}

TEST(CgroupLimits, AreThoseOfTheMountWhenThePathBelongsToAnotherNamespace) {
  for (const char* path : {"/docker/0123abcd", "/../../outside"}) {
    const MadeUpTree tree{{"proc/self/cgroup", "0::" + std::string(path) + "\n"},
                          {"sys/outside/memory.max", "1"},
                          {"sys/fs/cgroup/memory.max", "7000"},
                          {"sys/fs/cgroup/memory.current", "8000"}};
    const CgroupLimits limits = read_cgroup_limits(tree.root());
    EXPECT_EQ(limits.memory, Bytes(7000)) << path;
    EXPECT_EQ(limits.free_memory, Bytes(0)) << path;  // above the limit is not below zero
  }
}

TEST(CgroupLimits, SurviveNonsense) {
  const MadeUpTree tree{{"proc/self/cgroup", "\n:\n::\nabc\n0::/x\n4:memory\n4:memory:"},
                        {"sys/fs/cgroup/x/memory.max", "-5"},
                        {"sys/fs/cgroup/x/cpu.max", "100000 0"},
                        {"sys/fs/cgroup/cpu.max", "100000"},
                        {"sys/fs/cgroup/memory/memory.limit_in_bytes", "lots"}};
  const CgroupLimits limits = read_cgroup_limits(tree.root());
  EXPECT_FALSE(limits.memory);
  EXPECT_FALSE(limits.cpus);
}

}  // namespace
}  // namespace gpupeak::host
