// Cores and caches of made-up machines, and that reading this one leaves no trace.
#include "device/host/topology.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <stdexcept>

#include "device/host/affinity.h"

namespace gpupeak::host {
namespace {

// Two packages, each with one L3 and 4 cores of two threads; an L2 and an L1 per core: logical CPUs 0 and 1 are core 0.
constexpr const char* two_packages = "pack:2 l3:1(size=33554432) l2:4(size=1048576) l1d:1(size=32768) core:1 pu:2";

TEST(Topology, HasOneWorkerPerPhysicalCore) {
  const Topology machine = made_up_topology(two_packages, {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15});
  ASSERT_EQ(machine.cores.size(), 8u);
  for (size_t i = 0; i < 8; ++i) EXPECT_EQ(machine.cores[i].cpu, static_cast<int>(2 * i));
  EXPECT_EQ(machine.cores[0].threads, 2);
}

TEST(Topology, KeepsToTheLogicalCpusThatMayBeUsed) {
  const Topology machine = made_up_topology(two_packages, {3, 4, 5, 15});
  ASSERT_EQ(machine.cores.size(), 3u);
  EXPECT_EQ(machine.cores[0].cpu, 3);
  EXPECT_EQ(machine.cores[0].threads, 1);
  EXPECT_EQ(machine.cores[1].cpu, 4);
  EXPECT_EQ(machine.cores[1].threads, 2);
  EXPECT_EQ(machine.cores[2].cpu, 15);
}

TEST(Topology, ListsOnlyCachesOfItsCoresSmallestFirst) {
  const Topology machine = made_up_topology(two_packages, {0, 1, 2, 3, 4, 5, 8, 9});
  ASSERT_EQ(machine.caches.size(), 3u);
  EXPECT_EQ(machine.caches[0].name, "l1");
  EXPECT_EQ(machine.caches[0].size, kib(32));
  EXPECT_EQ(machine.caches[0].instances, 4);
  EXPECT_EQ(machine.caches[0].units_sharing, 1);
  EXPECT_EQ(machine.caches[2].name, "l3");
  EXPECT_EQ(machine.caches[2].size, mib(32));
  EXPECT_EQ(machine.caches[2].instances, 2);
  EXPECT_EQ(machine.caches[2].units_sharing, 3);
}

TEST(Topology, LeavesOutALevelThatTheMachineDoesNotShow) {
  const Topology machine = made_up_topology("pack:1 l2:2(size=1048576) core:1 pu:1", {0, 1});
  ASSERT_EQ(machine.caches.size(), 1u);
  EXPECT_EQ(machine.caches[0].name, "l2");
}

TEST(Topology, TakesLogicalCpusForCoresWhereItShowsNone) {
  EXPECT_EQ(made_up_topology("pack:1 pu:3", {0, 2}).cores.size(), 2u);
}

TEST(Topology, CountsMemoryNodes) { EXPECT_EQ(made_up_topology("pack:2 numa:2 core:1 pu:1", {0, 1}).memory_nodes, 4); }

TEST(Topology, SaysSoWhenNoCoreMayBeUsed) {
  EXPECT_THROW(made_up_topology("core:2 pu:1", {}), std::runtime_error);
  EXPECT_THROW(made_up_topology("core:2 pu:1", {64}), std::runtime_error);
  EXPECT_THROW(made_up_topology("no machine", {0}), std::invalid_argument);
}

TEST(Topology, OfThisMachineHasNoMoreCoresThanLogicalCpus) {
  const Topology machine = read_topology();
  EXPECT_GE(machine.cores.size(), 1u);
  EXPECT_LE(machine.cores.size(), allowed_cpus().size());
}

TEST(Topology, ReadingItChangesNeitherAffinityNorEnvironment) {
  setenv("HWLOC_PLUGINS_PATH", "/somewhere", 1);
  const auto before = allowed_cpus();
  read_topology();
  EXPECT_EQ(allowed_cpus(), before);
  EXPECT_STREQ(std::getenv("HWLOC_PLUGINS_PATH"), "/somewhere");
  unsetenv("HWLOC_PLUGINS_PATH");
  read_topology();
  EXPECT_EQ(std::getenv("HWLOC_PLUGINS_PATH"), nullptr);
}

}  // namespace
}  // namespace gpupeak::host
