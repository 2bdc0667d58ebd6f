// The host through the interface of every device.
#include "device/host/host_device.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <limits>
#include <numeric>
#include <stdexcept>
#include <thread>
#include <vector>

#include "device/host/affinity.h"
#include "device/host/host_libraries.h"

namespace gpupeak::host {
namespace {

TEST(HostDevice, KnowsWhatItIs) {
  const auto device = open_host();
  const DeviceInfo& info = device->info();
  EXPECT_EQ(info.backend, "host");
  EXPECT_EQ(info.unit_name, "core");
  EXPECT_GE(info.units, 1);
  EXPECT_FALSE(info.name.empty());
  EXPECT_GT(info.memory, Bytes(0));
  EXPECT_LE(info.free_memory, info.memory);
  EXPECT_EQ(info.libraries.size(), 2u);
  EXPECT_FALSE(info.clock_source.empty());
  for (const Resource r : {Resource::fp32, Resource::l1_read, Resource::l2, Resource::dram})
    EXPECT_EQ(info.peak.rates.count(r) + info.peak.unknown.count(r), 1u) << row(r).name;
  EXPECT_TRUE(std::ranges::is_sorted(info.caches, {}, [](const CacheLevel& c) { return c.size.value; }));
}

TEST(HostDevice, ProbesNothingForAListing) {
  const auto device = open_host({.probe = false});
  EXPECT_GE(device->info().units, 1);
  EXPECT_TRUE(device->info().peak.rates.empty() && device->info().peak.unknown.empty());
  EXPECT_FALSE(device->info().rated_clock);
}

TEST(HostDevice, OpensNoLibraryAndHasAnotherProcessLookAtThoseThatAreThere) {
  const auto device = open_host({.probe = false});
  EXPECT_FALSE(any_library_open());
  size_t there = 0, asked = 0;
  for (const Library& library : device->info().libraries) {
    EXPECT_EQ(library.version, "");
    EXPECT_NE(library.path.empty(), library.note.empty()) << library.name;
    there += !library.path.empty();
  }
  device->look_at_libraries([&](const Library& found) {
    ++asked;
    return Library{found.name, "1.2", found.path, ""};
  });
  EXPECT_EQ(asked, there);
  EXPECT_FALSE(any_library_open());
  EXPECT_EQ(std::ranges::count(device->info().libraries, "1.2", &Library::version), static_cast<ptrdiff_t>(there));
}

TEST(HostDevice, IsDescribedAsBeforeWhereARunGoesOn) {
  DeviceInfo before;
  before.name = "as it was";
  EXPECT_EQ(open_host({.probe = false, .as_before = before})->info().name, "as it was");
}

TEST(HostDevice, OpensWithoutChangingWhereItsCallerMayRun) {
  const auto before = allowed_cpus();
  const auto device = open_host();
  EXPECT_EQ(allowed_cpus(), before);
}

class HostDeviceTest : public testing::Test {
 protected:
  std::unique_ptr<Device> device = open_host({.probe = false});
  Queue& queue = device->queue();
  int units = device->info().units;

  Sample time(const std::vector<Launch>& sets, Threads threads = Threads::ours, int64_t launches = 1,
              int64_t first = 0) {
    Window window;
    window.sets = sets;
    window.first = first;
    window.launches = launches;
    window.threads = threads;
    return device->time(window);
  }
};

TEST_F(HostDeviceTest, TimesEachOfSeveralLaunchesInEveryRound) {
  for (const Threads threads : {Threads::ours, Threads::vendors}) {
    std::vector<int> ran;
    const std::vector<Launch> launches{[&ran](Queue&) { ran.push_back(0); }, [&ran](Queue&) { ran.push_back(1); }};
    const auto times = device->time_each({.launches = launches, .rounds = 3, .threads = threads});
    EXPECT_EQ(ran, (std::vector<int>{0, 1, 0, 1, 0, 1}));
    ASSERT_EQ(times.size(), 2u);
    for (const std::vector<Seconds>& of_one : times) {
      ASSERT_EQ(of_one.size(), 3u);
      for (const Seconds time : of_one) EXPECT_GE(time, Seconds(0));
    }
  }
}

TEST_F(HostDeviceTest, GivesBackWhatWasWritten) {
  const auto memory = device->allocate(mib(5));
  std::vector<std::byte> written(5 << 20), read(5 << 20);
  for (size_t i = 0; i < written.size(); ++i) written[i] = static_cast<std::byte>(i * 7 >> 3);
  device->write(*memory, 0, written);
  device->read(*memory, 0, read);
  EXPECT_EQ(written, read);
  device->write(*memory, (5 << 20) - 3, std::span(written).first(3));
  device->read(*memory, (5 << 20) - 3, std::span(read).first(3));
  EXPECT_TRUE(std::equal(written.begin(), written.begin() + 3, read.begin()));
}

TEST_F(HostDeviceTest, RefusesToReachOutsideAMemory) {
  const auto memory = device->allocate(Bytes(100));
  std::array<std::byte, 8> bytes{};
  for (size_t offset : {size_t{93}, size_t{100}, size_t{101}, std::numeric_limits<size_t>::max(),
                        std::numeric_limits<size_t>::max() - 6}) {
    EXPECT_THROW(device->write(*memory, offset, bytes), std::out_of_range) << offset;
    EXPECT_THROW(device->read(*memory, offset, bytes), std::out_of_range) << offset;
  }
  device->write(*memory, 92, bytes);
  device->write(*memory, 100, {});
}

TEST_F(HostDeviceTest, RefusesMoreMemoryThanIsFreeAndGoesOn) {
  EXPECT_THROW(device->allocate(device->info().memory * 2), OutOfMemory);
  EXPECT_THROW(device->allocate(Bytes(-1)), std::invalid_argument);
  EXPECT_EQ(device->allocate(Bytes(1))->size(), 1u);
}

TEST_F(HostDeviceTest, RunsAWindowsSetsInRotation) {
  std::vector<int> order;
  std::vector<Launch> sets;
  for (int i = 0; i < 3; ++i) sets.push_back([&order, i](Queue&) { order.push_back(i); });
  const Sample sample = time(sets, Threads::ours, 4, 5);
  EXPECT_EQ(order, (std::vector<int>{2, 0, 1, 2}));
  EXPECT_EQ(sample.launches, 4);
  EXPECT_GT(sample.time, Seconds(0));
}

TEST_F(HostDeviceTest, RefusesAnEmptyWindow) {
  const std::vector<Launch> one{[](Queue&) {}};
  EXPECT_THROW(time({}), std::invalid_argument);
  EXPECT_THROW(time(one, Threads::ours, 0), std::invalid_argument);
  EXPECT_THROW(time(one, Threads::ours, 1, -1), std::invalid_argument);
}

TEST_F(HostDeviceTest, PinsTheCallerInAWindowOfOursOnly) {
  const auto whole = allowed_cpus();
  std::vector<int> inside;
  const std::vector<Launch> look{[&](Queue&) { inside = allowed_cpus(); }};
  time(look);
  EXPECT_EQ(inside.size(), 1u);
  EXPECT_EQ(allowed_cpus(), whole);
  time(look, Threads::vendors);
  EXPECT_EQ(inside, whole);
  look[0](queue);
  EXPECT_EQ(inside, whole);
}

TEST_F(HostDeviceTest, HandsOnWhatALaunchThrowsAndRestoresTheMask) {
  const auto whole = allowed_cpus();
  for (Threads threads : {Threads::ours, Threads::vendors}) {
    const std::vector<Launch> failing{[](Queue&) { throw std::runtime_error("kernel failed"); }};
    EXPECT_THROW(time(failing, threads), std::runtime_error);
    EXPECT_EQ(allowed_cpus(), whole);
  }
  int runs = 0;
  host(queue).parallel(1, [&](int, int) { ++runs; });
  EXPECT_EQ(runs, 1);
}

TEST_F(HostDeviceTest, RefusesOurKernelsInAVendorsWindow) {
  const std::vector<Launch> ours{[&](Queue& q) { host(q).parallel(units, [](int, int) {}); }};
  EXPECT_THROW(time(ours, Threads::vendors), std::logic_error);
  time(ours);
}

TEST_F(HostDeviceTest, RunsParallelWorkInsideAndOutsideAWindow) {
  std::vector<int> runs(static_cast<size_t>(units), 0);
  const Launch work = [&](Queue& q) {
    host(q).parallel(units, [&](int worker, int) { ++runs[static_cast<size_t>(worker)]; });
  };
  work(queue);
  queue.wait();
  const std::vector<Launch> sets{work};
  time(sets, Threads::ours, 3);
  EXPECT_EQ(runs, std::vector<int>(static_cast<size_t>(units), 4));
  EXPECT_THROW(host(queue).parallel(units + 1, [](int, int) {}), std::invalid_argument);
}

TEST_F(HostDeviceTest, HasAClockThatOnlyGoesForward) {
  EXPECT_GT(device->timer_tick(), Seconds(0));
  const Seconds before = device->now();
  device->settle();
  EXPECT_GT(device->now(), before);
}

}  // namespace
}  // namespace gpupeak::host
