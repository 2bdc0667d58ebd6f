#include "kernels/transfer/transfer.h"

#include <gtest/gtest.h>

#include "method/suite.h"
#include "tests/suites/support.h"

namespace gpupeak {

extern const Suite transfer_suite;

namespace {

using testing::contains;
using testing::FakeDevice;
using testing::skip_of;
using testing::trial_of;
using testing::wide_device;

class NoEnds : public transfer::Ends {
 public:
  void copy(Queue&) override {}
  std::optional<Note> note() const override { return said("a detour"); }
  void write_source(int, int64_t, std::span<const std::byte>) override {}
  void write_target(int, int64_t, std::span<const std::byte>) override {}
  void read_source(int, int64_t, std::span<std::byte>) const override {}
  void read_target(int, int64_t, std::span<std::byte>) const override {}
};

std::vector<int> other_devices;
int asked_peer = -1;

constinit const transfer::Rung engine{
    .name = "engine",
    .idea = "",
    .applies = [](transfer::Route, transfer::HostMemory) { return true; },
    .refuses = [](const DeviceInfo&, const transfer::Problem& problem) -> std::optional<std::string> {
      asked_peer = problem.peer;
      return problem.route == transfer::Route::to_peer && problem.peer < 0 ? std::optional("needs two") : std::nullopt;
    },
    .peers = [](const DeviceInfo&) { return other_devices; },
    .make = [](Device&, const transfer::Problem&) -> std::unique_ptr<transfer::Ends> {
      return std::make_unique<NoEnds>();
    }};
constexpr kernels::Ladder transfer_alone[] = {kernels::ladder<&engine>};
constexpr kernels::Ladders with_engine(transfer_alone);

class Transfers : public ::testing::Test {
 protected:
  Transfers() : device_(wide_device()) { other_devices = {}; }
  Target here(Cache cache = Cache::hot) { return {{device_, with_engine}, cache, DataKind::random, 1, mib(512)}; }
  static Case to(const std::string& route, const std::string& host, const std::string& size = "1MiB") {
    return Case("transfer", {{"route", route}, {"host", host}, {"size", size}, {"rung", "engine"}});
  }
  std::vector<std::string> routes() { return transfer_suite.axes(device_.info(), with_engine).front().values; }

  FakeDevice device_;
};

TEST_F(Transfers, MemoryOfTheHostIsAnAxisOnlyWhereItHasAPart) {
  EXPECT_TRUE(transfer_suite.applies(to("to_device", "pinned"), with_engine));
  EXPECT_FALSE(transfer_suite.applies(to("to_device", "none"), with_engine));
  EXPECT_TRUE(transfer_suite.applies(to("on_device", "none"), with_engine));
  EXPECT_FALSE(transfer_suite.applies(to("on_device", "pageable"), with_engine));
}

TEST_F(Transfers, PageableCopiesAreTimedByTheHost) {
  EXPECT_EQ(trial_of(transfer_suite, here(), to("to_host", "pageable")).timer, Timer::host);
  EXPECT_EQ(trial_of(transfer_suite, here(), to("to_host", "pinned")).timer, Timer::device);
}

TEST_F(Transfers, GoToEveryOtherDeviceThatThereIs) {
  EXPECT_EQ(routes().back(), "to_peer");
  EXPECT_TRUE(contains(skip_of(transfer_suite, here(), to("to_peer", "none")), "needs two"));
  other_devices = {1, 3};
  EXPECT_EQ(routes().back(), "to_gpu3");
  EXPECT_EQ(trial_of(transfer_suite, here(), to("to_gpu3", "none")).notes, std::vector{said("a detour")});
  EXPECT_EQ(asked_peer, 3);
  trial_of(transfer_suite, here(), to("to_peer", "none"));
  EXPECT_EQ(asked_peer, 1) << "the first there is";
}

TEST_F(Transfers, ThatCannotBeAreSkippedWithARemedy) {
  EXPECT_TRUE(contains(skip_of(transfer_suite, here(), to("to_device", "pinned", "7")), "--set transfer.size="));
  EXPECT_TRUE(contains(skip_of(transfer_suite, here(), to("on_device", "none", "8TiB")), "out of memory"));
}

}  // namespace
}  // namespace gpupeak
