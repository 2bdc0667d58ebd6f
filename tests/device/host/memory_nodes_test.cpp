// Machines with several memory nodes, made up.
#include "device/host/memory_nodes.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <cstring>
#include <memory>
#include <system_error>

#include "tests/device/host/made_up_tree.h"

namespace gpupeak::host {
namespace {

const std::string nodes = "sys/devices/system/node/";

MadeUpTree four_nodes() {
  return MadeUpTree{{nodes + "has_memory", "0-1,3\n"},           {nodes + "node0/cpulist", "0-3,8-11\n"},
                    {nodes + "node0/distance", "10 12 32 32\n"}, {nodes + "node1/cpulist", "4-7\n"},
                    {nodes + "node1/distance", "12 10 32 20\n"}, {nodes + "node3/cpulist", "\n"},
                    {nodes + "node3/distance", "32 20 12 10\n"}};
}

TEST(MemoryNodes, AreReadFromTheKernelsFiles) {
  const MadeUpTree tree = four_nodes();
  const auto found = read_memory_nodes(tree.root());
  ASSERT_EQ(found.size(), 3u);
  EXPECT_EQ(found[0].cpus, (std::vector<int>{0, 1, 2, 3, 8, 9, 10, 11}));
  EXPECT_EQ(found[1].distances, (std::vector<int>{12, 10, 32, 20}));
  EXPECT_EQ(found[2].id, 3);
  EXPECT_TRUE(found[2].cpus.empty());
}

TEST(MemoryNodes, TheFarthestIsByDistanceAndNeverOnesOwn) {
  const MadeUpTree tree = four_nodes();
  const auto found = read_memory_nodes(tree.root());
  EXPECT_EQ(farthest_node(found, 9), 3);
  EXPECT_EQ(farthest_node(found, 4), 3);
  EXPECT_FALSE(farthest_node(found, 99)) << "a CPU of no node";
}

TEST(MemoryNodes, OfAMachineWithOneNoneIsFar) {
  const MadeUpTree one{
      {nodes + "has_memory", "0\n"}, {nodes + "node0/cpulist", "0-1\n"}, {nodes + "node0/distance", "10\n"}};
  EXPECT_FALSE(farthest_node(read_memory_nodes(one.root()), 0));
  EXPECT_TRUE(read_memory_nodes(MadeUpTree().root()).empty());
  EXPECT_TRUE(read_memory_nodes(MadeUpTree{{nodes + "has_memory", "0-999999999999,x\n"}}.root()).empty());
}

TEST(MemoryNodes, PagesCanBePutOnTheNodeOfThisMachine) {
  const auto here = read_memory_nodes();
  if (here.empty()) GTEST_SKIP() << "the kernel shows no memory node";
  constexpr size_t bytes = size_t{1} << 20;
  const std::unique_ptr<char, decltype(&std::free)> memory(static_cast<char*>(std::malloc(bytes)), &std::free);
  std::memset(memory.get(), 7, bytes);
  try {
    place_on_node(memory.get(), bytes, here.front().id);
  } catch (const std::system_error& error) {
    if (error.code() == std::errc::function_not_supported || error.code() == std::errc::operation_not_permitted)
      GTEST_SKIP() << error.what();
    throw;
  }
  for (size_t i = 0; i < bytes; i += 1000) ASSERT_EQ(memory.get()[i], 7);
}

TEST(MemoryNodes, ANodeThatIsNotThereIsAnErrorThatNamesIt) {
  std::vector<char> memory(1 << 20);
  try {
    place_on_node(memory.data(), memory.size(), 900);
    FAIL();
  } catch (const std::system_error& error) {
    EXPECT_NE(std::string(error.what()).find("memory node 900"), std::string::npos) << error.what();
  }
}

}  // namespace
}  // namespace gpupeak::host
