#include "kernels/matmul/matmul.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "method/schedule.h"
#include "method/suite.h"
#include "tests/suites/support.h"

namespace gpupeak {

extern const Suite matmul_suite;

namespace {

using testing::contains;
using testing::FakeDevice;
using testing::skip_of;
using testing::wide_device;

// A ladder of the test's own: one fast rung, one slow one, one vendor's, one that always refuses.
std::optional<std::string> runs(const DeviceInfo&, const matmul::Problem&) { return std::nullopt; }
std::optional<std::string> absent(const DeviceInfo&, const matmul::Problem&) { return "libfast is not installed"; }
Launch bind(Device&, const matmul::Problem&, const matmul::Operands&) {
  return [](Queue&) {};
}
constexpr matmul::Rung fast{
    .name = "fast", .idea = "", .rehearse_at = 0, .takes = matmul::takes_f32_and_f64, .refuses = runs, .bind = bind};
constexpr matmul::Rung slow{
    .name = "slow", .idea = "", .rehearse_at = 64, .takes = matmul::takes_f32_and_f64, .refuses = runs, .bind = bind};
constexpr matmul::Rung vendor{.name = "vendor",
                              .idea = "",
                              .vendor = "libfast",
                              .rehearse_at = 0,
                              .takes = matmul::takes_f32_and_f64,
                              .refuses = runs,
                              .bind = bind};
constexpr matmul::Rung missing{.name = "missing",
                               .idea = "",
                               .vendor = "libfast",
                               .rehearse_at = 0,
                               .takes = matmul::takes_f32_and_f64,
                               .refuses = absent,
                               .bind = bind};
constexpr kernels::Ladder matmul_alone[] = {kernels::ladder<&fast, &slow, &vendor, &missing>};
constexpr kernels::Ladders ladders(matmul_alone);

TEST(Matmul, AnEdgeThatIsSetAloneIsThatOfASquareWhateverThePresetSays) {
  Preset preset;
  preset.selections = {
      {"matmul", {{"dtype", {"f32"}}, {"n", {"256"}}, {"rung", {"fast"}}}, {}},
      {"matmul", {{"dtype", {"f32"}}, {"m", {"127"}}, {"n", {"129"}}, {"k", {"1023"}}, {"rung", {"fast"}}}, {}}};
  const Suite* const suites[] = {&matmul_suite};
  const auto edges = [&](std::map<std::string, std::vector<std::string>> by_hand) {
    ScheduleOptions options;
    options.overrides = {{"matmul", std::move(by_hand)}};
    std::vector<std::string> all;
    for (const ScheduledCase& one : make_schedule(preset, options, suites, wide_device(), ladders).cases)
      all.push_back(one.id.text("m") + " " + one.id.text("n") + " " + one.id.text("k"));
    return all;
  };
  EXPECT_EQ(edges({}), (std::vector<std::string>{"256 256 256", "127 129 1023"}));
  EXPECT_EQ(edges({{"n", {"4k"}}}), (std::vector<std::string>{"4096 4096 4096"}));
  EXPECT_EQ(edges({{"n", {"64"}}, {"m", {"1"}}}), (std::vector<std::string>{"1 64 64"}));
  EXPECT_EQ(edges({{"k", {"64"}}}), (std::vector<std::string>{"256 256 64", "127 129 64"}));
}

Target scripted(Device& device, Cache cache = Cache::hot) {
  return {{device, ladders}, cache, DataKind::random, 1, mib(512)};
}

Case matmul_case(const std::string& m, const std::string& n, const std::string& k, const std::string& rung) {
  Case id("matmul");
  id.set("dtype", "f32");
  id.set("m", m);
  id.set("n", n);
  id.set("k", k);
  id.set("layout", "nn");
  id.set("update", "overwrite");
  id.set("batch", "1");
  id.set("rung", rung);
  return id;
}

Trial trial_of(const Target& target, const Case& id) { return testing::trial_of(matmul_suite, target, id); }

TEST(Matmul, IdsShowNumbersWhereTheUserSaidTheSameAsN) {
  EXPECT_EQ(matmul_suite.canonical(matmul_case("n", "1024", "n", "openblas")).id(),
            "matmul/dtype=f32/m=1024/n=1024/k=1024/layout=nn/update=overwrite/batch=1/rung=openblas");
  EXPECT_EQ(matmul_suite.canonical(matmul_case("7", "1024", "n", "openblas")).id(),
            "matmul/dtype=f32/m=7/n=1024/k=1024/layout=nn/update=overwrite/batch=1/rung=openblas");
}

TEST(Matmul, OffersTheTypesThatARungTakes) {
  for (const Axis& axis : matmul_suite.axes(wide_device(), ladders)) {
    if (axis.name == "dtype") {
      EXPECT_EQ(axis.words, (std::vector<std::string>{"f32", "f64"}));
    }
  }
  Case id = matmul_case("8", "8", "8", "fast");
  EXPECT_TRUE(matmul_suite.applies(id, ladders));
  id.set("dtype", "i8");
  EXPECT_FALSE(matmul_suite.applies(id, ladders));
}

TEST(Matmul, SkipsWhatInt32CannotHold) {
  FakeDevice device(wide_device());
  Case id = matmul_case("8", "8", "8", "three_loops");
  id.set("dtype", "i8");
  id.set("update", "accumulate");
  EXPECT_TRUE(contains(skip_of(matmul_suite, testing::target(device), id), "int32 holds no halves"));
  id.set("update", "overwrite");
  id.set("k", "200000");
  EXPECT_TRUE(contains(skip_of(matmul_suite, testing::target(device), id), "may overflow int32"));
}

TEST(Matmul, OffersEveryRungOfTheDevice) {
  for (const Axis& axis : matmul_suite.axes(wide_device(), ladders)) {
    if (axis.name == "rung") {
      EXPECT_EQ(axis.values, (std::vector<std::string>{"fast", "slow", "vendor", "missing"}));
    }
  }
}

TEST(Matmul, VendorsSaySoAndBringTheirOwnThreads) {
  FakeDevice device(wide_device());
  const Trial vendors = trial_of(scripted(device), matmul_case("8", "8", "8", "vendor"));
  EXPECT_TRUE(vendors.vendor == "libfast" && vendors.threads == Threads::vendors);
  const Trial ours = trial_of(scripted(device), matmul_case("8", "8", "8", "fast"));
  EXPECT_TRUE(ours.vendor.empty() && ours.threads == Threads::ours);
}

TEST(Matmul, CountsTwoFlopPerProduct) {
  FakeDevice device(wide_device());
  EXPECT_EQ(total_flops(trial_of(scripted(device), matmul_case("3", "5", "7", "fast")).work).value, 2.0 * 3 * 5 * 7);
}

TEST(Matmul, SlowRungsRehearseOnASmallCube) {
  FakeDevice device(wide_device());
  const Trial trial = trial_of(scripted(device), matmul_case("128", "256", "64", "slow"));
  ASSERT_TRUE(trial.rehearsal);
  EXPECT_EQ(trial.rehearsal->ratio, 8);
  trial.rehearsal->launch(device.queue());
  EXPECT_FALSE(trial_of(scripted(device), matmul_case("128", "256", "64", "fast")).rehearsal);
}

TEST(Matmul, AProblemNoLargerThanTheRehearsalNeedsNone) {
  FakeDevice device(wide_device());
  EXPECT_FALSE(trial_of(scripted(device), matmul_case("64", "64", "64", "slow")).rehearsal);
}

TEST(Matmul, WhatARungRefusesIsSkippedInItsWords) {
  FakeDevice device(wide_device());
  EXPECT_EQ(skip_of(matmul_suite, scripted(device), matmul_case("8", "8", "8", "missing")), "libfast is not installed");
  EXPECT_TRUE(contains(skip_of(matmul_suite, scripted(device), matmul_case("8", "8", "8", "vendors")), "vendor"));
}

TEST(Matmul, WhatDoesNotFitIsSkippedWithASizeThatDoes) {
  FakeDevice device(wide_device());  // 8 GiB free
  const std::string reason = skip_of(matmul_suite, scripted(device), matmul_case("n", "65536", "n", "fast"));
  EXPECT_EQ(reason, "out of memory (needs 48 GiB, 8 GiB free); try --set matmul.n=16384");
}

TEST(Matmul, NoEdgeOverflows) {
  FakeDevice device(wide_device());
  const std::string huge = std::to_string(int64_t{1} << 50);
  for (const Case& id : {matmul_case("n", huge, "n", "fast"), matmul_case("1", huge, "1", "slow"),
                         matmul_case(huge, "1", huge, "vendor")})
    EXPECT_TRUE(contains(skip_of(matmul_suite, scripted(device), id), "out of memory")) << id.id();
}

TEST(Matmul, ColdCasesRotateSets) {
  FakeDevice device(wide_device());                          // 8 MiB of last-level cache
  const Case id = matmul_case("512", "512", "512", "fast");  // 3 MiB a set
  EXPECT_EQ(trial_of(scripted(device, Cache::cold), id).launches.size(), 8u);
  EXPECT_EQ(trial_of(scripted(device, Cache::hot), id).launches.size(), 1u);
  EXPECT_TRUE(trial_of(scripted(device, Cache::cold), id).notes.empty());
}

}  // namespace
}  // namespace gpupeak
