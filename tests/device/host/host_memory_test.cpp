// How much memory may be taken, and the pieces taken of it.
#include "device/host/host_memory.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <limits>

#include "tests/device/host/made_up_tree.h"

namespace gpupeak::host {
namespace {

constexpr const char* meminfo = "MemTotal:       4194304 kB\nMemFree:  1 kB\nMemAvailable:   2097152 kB\n";

TEST(MemoryState, IsTheMachinesWithoutALimitLessWhatTheSystemKeeps) {
  const MadeUpTree tree{{"proc/meminfo", meminfo}};
  const MemoryState state = read_memory_state(tree.root());
  EXPECT_EQ(state.total, gib(4));
  EXPECT_EQ(state.free, gib(2) - mib(64));
}

TEST(MemoryState, IsTheControlGroupsWhereThatIsSmaller) {
  const MadeUpTree tree{{"proc/meminfo", meminfo},
                        {"proc/self/cgroup", "0::/\n"},
                        {"sys/fs/cgroup/memory.max", "1073741824"},
                        {"sys/fs/cgroup/memory.current", "536870912"}};
  const MemoryState state = read_memory_state(tree.root());
  EXPECT_EQ(state.total, gib(1));
  EXPECT_EQ(state.free, mib(512 - 64));
}

TEST(MemoryState, IsNotNegativeOnAMachineThatShowsNothing) {
  const MadeUpTree tree;
  EXPECT_EQ(read_memory_state(tree.root()).free, Bytes(0));
}

TEST(MemoryState, IsKnownOfThisMachine) {
  const MemoryState state = read_memory_state();
  EXPECT_GT(state.total, Bytes(0));
  EXPECT_LE(state.free, state.total);
}

TEST(ResidentMemory, IsTheSecondFigureInPages) {
  const MadeUpTree tree{{"proc/self/statm", "5000 1200 300 20 0 700 0\n"}};
  EXPECT_EQ(resident_memory(tree.root()), kib(4800));
  for (const char* odd : {"", "5000", "5000 many"})
    EXPECT_FALSE(resident_memory(MadeUpTree{{"proc/self/statm", odd}}.root())) << odd;
}

TEST(ResidentMemory, GrowsWhenPagesAreTouched) {
  const auto before = resident_memory();
  ASSERT_TRUE(before);
  HostMemory memory(size_t{64} << 20);
  std::memset(memory.data(), 1, memory.size());
  EXPECT_GT(*resident_memory() - *before, mib(60));
}

TEST(HostMemory, IsAlignedToPagesAndLargePiecesToHugePages) {
  for (size_t size : {size_t{0}, size_t{1}, size_t{4096}, size_t{100'000}})
    EXPECT_EQ(reinterpret_cast<uintptr_t>(HostMemory(size).data()) % page_bytes, 0u) << size;
  for (size_t size : {huge_page_bytes, huge_page_bytes + 1, 5 * huge_page_bytes - 3})
    EXPECT_EQ(reinterpret_cast<uintptr_t>(HostMemory(size).data()) % huge_page_bytes, 0u) << size;
}

TEST(HostMemory, CanBeWrittenToItsLastByte) {
  for (size_t size : {size_t{1}, page_bytes, huge_page_bytes, huge_page_bytes + 5000}) {
    HostMemory memory(size);
    ASSERT_EQ(memory.size(), size);
    std::memset(memory.data(), 0x5a, size);
    EXPECT_EQ(memory.bytes()[size - 1], std::byte{0x5a});
  }
}

TEST(HostMemory, IsRefusedWithBothFiguresAndARemedyBeforeAnythingIsTouched) {
  try {
    allocate_host_memory(gib(48), gib(22));
    FAIL() << "48 GiB were given out of 22";
  } catch (const OutOfMemory& refused) {
    const std::string message = refused.what();
    EXPECT_NE(message.find("needs 48 GiB, 22 GiB free"), std::string::npos) << message;
    EXPECT_NE(message.find("--set"), std::string::npos) << message;
  }
}

TEST(HostMemory, SaysThatTheSystemRefusedWhenItDoes) {
  const Bytes beyond_the_address_space(0x1p60);
  EXPECT_THROW(allocate_host_memory(beyond_the_address_space, Bytes(0x1p61)), OutOfMemory);
}

TEST(HostMemory, RefusesSizesThatAreNone) {
  EXPECT_THROW(allocate_host_memory(Bytes(-1), gib(1)), std::invalid_argument);
  EXPECT_THROW(allocate_host_memory(Bytes(std::nan("")), gib(1)), std::invalid_argument);
  EXPECT_THROW(allocate_host_memory(Bytes(std::numeric_limits<double>::infinity()), gib(1)), OutOfMemory);
}

}  // namespace
}  // namespace gpupeak::host
