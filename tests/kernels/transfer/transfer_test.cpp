#include "kernels/transfer/transfer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstring>

#include "tests/support/fake_device.h"

namespace gpupeak::transfer {
namespace {

using gpupeak::testing::fake_device_info;
using gpupeak::testing::FakeDevice;
using ::testing::HasSubstr;

enum class Fault { none, no_copy, one_short, one_more, writes_source };
Fault planted = Fault::none;

class Arrays : public Ends {
 public:
  explicit Arrays(const Problem& problem) : size_(static_cast<size_t>(problem.bytes)) {
    for (int way = 0; way < ways(problem); ++way)
      ends_.push_back({std::vector<std::byte>(size_), std::vector<std::byte>(size_ + tail_bytes)});
  }
  void copy(Queue&) override {
    for (auto& [source, target] : ends_) {
      if (planted == Fault::no_copy) continue;
      std::memcpy(target.data(), source.data(), size_ - (planted == Fault::one_short ? 8 : 0));
      if (planted == Fault::one_more) target[size_] = std::byte{1};
      if (planted == Fault::writes_source) source[0] ^= std::byte{1};
    }
  }
  void write_source(int way, int64_t at, std::span<const std::byte> from) override {
    std::ranges::copy(from, of(way).first.begin() + at);
  }
  void write_target(int way, int64_t at, std::span<const std::byte> from) override {
    std::ranges::copy(from, of(way).second.begin() + at);
  }
  void read_source(int way, int64_t at, std::span<std::byte> to) const override {
    std::memcpy(to.data(), ends_[static_cast<size_t>(way)].first.data() + at, to.size());
  }
  void read_target(int way, int64_t at, std::span<std::byte> to) const override {
    std::memcpy(to.data(), ends_[static_cast<size_t>(way)].second.data() + at, to.size());
  }

 private:
  std::pair<std::vector<std::byte>, std::vector<std::byte>>& of(int way) { return ends_[static_cast<size_t>(way)]; }

  size_t size_;
  std::vector<std::pair<std::vector<std::byte>, std::vector<std::byte>>> ends_;
};

constexpr Rung arrays{
    .name = "arrays",
    .idea = "",
    .applies = nullptr,
    .refuses = nullptr,
    .peers = nullptr,
    .make = [](Device&, const Problem& problem) -> std::unique_ptr<Ends> { return std::make_unique<Arrays>(problem); }};

Check check_with(Fault fault, Route route = Route::both_ways) {
  FakeDevice device;
  planted = fault;
  Data data(device, {.route = route, .bytes = 4096 + 8}, arrays, 3);
  data.reset(0);
  data.launch()(device.queue());
  planted = Fault::none;
  return data.check();
}

TEST(Transfer, WhatArrivedIsRight) {
  EXPECT_TRUE(check_with(Fault::none).ok) << check_with(Fault::none).where;
  EXPECT_EQ(check_with(Fault::none).compared, 2);
}

TEST(Transfer, EveryFaultIsSeenAndNamed) {
  EXPECT_THAT(check_with(Fault::no_copy).where, HasSubstr("wrong word 0"));
  EXPECT_THAT(check_with(Fault::one_short).where, HasSubstr("wrong word 512"));
  EXPECT_THAT(check_with(Fault::one_more).where, HasSubstr("behind"));
  EXPECT_THAT(check_with(Fault::writes_source).where, HasSubstr("source"));
}

TEST(Transfer, EachDirectionOfTheLinkIsChargedWithWhatPassesIt) {
  const auto amounts = [](Route route) { return work({.route = route, .bytes = 800}, fake_device_info()).amounts; };
  EXPECT_EQ(amounts(Route::to_device), (std::map<Resource, double>{{Resource::link_to_device, 800}}));
  EXPECT_EQ(amounts(Route::to_host), (std::map<Resource, double>{{Resource::link_to_host, 800}}));
  EXPECT_EQ(amounts(Route::both_ways),
            (std::map<Resource, double>{{Resource::link_to_device, 800}, {Resource::link_to_host, 800}}));
  EXPECT_EQ(amounts(Route::to_peer), (std::map<Resource, double>{{Resource::link_to_peer, 800}}));
}

TEST(Transfer, ACopyWithinTheDeviceReadsAndWritesWhatHoldsIt) {
  const Work large = work({.route = Route::on_device, .bytes = int64_t{1} << 30}, fake_device_info());
  EXPECT_EQ(large.amounts.at(Resource::dram), 2.0 * (int64_t{1} << 30));
  const Work small = work({.route = Route::on_device, .bytes = 4096}, fake_device_info());
  EXPECT_EQ(small.amounts, (std::map<Resource, double>{{Resource::l2, 8192}})) << "no engine meets a first-level cache";
}

}  // namespace
}  // namespace gpupeak::transfer
