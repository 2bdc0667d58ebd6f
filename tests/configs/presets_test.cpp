// The presets that ship, held against the suites and the promises of the README.
#include <gtest/gtest.h>

#include <set>

#include "formats/preset.h"
#include "kernels/families.h"
#include "method/expected_time.h"
#include "suites/suites.h"
#include "tests/support/fake_device.h"

namespace gpupeak {
namespace {

// A machine of 2 cores with three levels of cache and every instruction set.
DeviceInfo presets_machine() {
  DeviceInfo device;
  device.backend = "host";
  device.units = 2;
  device.unit_name = "core";
  device.memory = device.free_memory = gib(8);
  device.caches = {{"l1", kib(48), 2, 1}, {"l2", mib(2), 2, 1}, {"l3", mib(105), 1, 2}};
  device.features = {"avx2", "fma", "avx512f"};
  return device;
}

Schedule schedule_of(const std::string& preset) {
  return make_schedule(embedded_preset(preset), {}, suites(), presets_machine(), kernels::host_kernels());
}

// Those of GPUs' links and shared memory have none on a host. A glance is of the kinds of work that have a headline.
TEST(Presets, MakeAScheduleWithCasesOfEverySuiteThatHasAny) {
  for (const std::string& name : preset_names()) {
    std::set<std::string> scheduled, expected{"throughput", "memory", "launch", "train", "infer", "matmul", "conv"};
    for (const ScheduledCase& one : schedule_of(name).cases) scheduled.insert(one.id.suite());
    if (name != "glance") expected.insert({"atomics", "roofline", "optimizer"});
    EXPECT_EQ(scheduled, expected) << name;
  }
}

// A host of two such cores as verify the results, and a device that is the host's own memory.
constexpr UpkeepRates presets_rates{.generated_per_s = 8e8,
                                    .multiplied_per_s = 1e9,
                                    .cores = 2,
                                    .to_device = BytesPerSecond(8e9),
                                    .to_host = BytesPerSecond(8e9)};

ExpectedTime expected_of(const std::string& preset) {
  testing::FakeDevice device(presets_machine());
  return expected_time(schedule_of(preset), suites(), {device, kernels::host_kernels()}, presets_rates);
}

TEST(Presets, GlanceIsACaseOrTwoOfEachKindOfWorkBesideTheirVendors) {
  EXPECT_LE(schedule_of("glance").cases.size(), 24u);
  EXPECT_LE(expected_of("glance").about, Seconds(12));
  std::set<std::string> rungs;
  for (const ScheduledCase& one : schedule_of("glance").cases)
    if (one.id.suite() == "matmul") rungs.insert(one.id.text("rung"));
  EXPECT_EQ(rungs, (std::set<std::string>{"packed", "openblas", "onednn"}));
}

TEST(Presets, QuickFitsIntoItsMinuteEvenWhenNothingIsSkipped) {
  EXPECT_LE(expected_of("quick").at_most, Seconds(60)) << schedule_of("quick").cases.size() << " cases";
  EXPECT_GE(schedule_of("quick").cases.size(), 40u);
}

TEST(Presets, QuickStaysBelowTwoGibibytes) {
  EXPECT_LE(3.0 * embedded_preset("quick").cold_cap, gib(2));  // operand sets, what they are compared with, the program
}

TEST(Presets, GrowFromGlanceToFull) {
  EXPECT_EQ(preset_names(), (std::vector<std::string>{"glance", "quick", "standard", "full"}));
  EXPECT_LT(schedule_of("glance").cases.size(), schedule_of("quick").cases.size());
  EXPECT_LT(schedule_of("quick").cases.size(), schedule_of("standard").cases.size());
  EXPECT_LT(schedule_of("standard").cases.size(), schedule_of("full").cases.size());
  EXPECT_LT(expected_of("quick").about, expected_of("standard").about);
  EXPECT_LT(expected_of("standard").about, expected_of("full").about);
}

TEST(Presets, MeasureARaggedMatrixEvenInQuick) {
  bool ragged = false;
  for (const ScheduledCase& one : schedule_of("quick").cases)
    ragged |= one.id.suite() == "matmul" && one.id.integer("m") % 2 == 1 && one.id.integer("k") % 2 == 1;
  EXPECT_TRUE(ragged);
}

}  // namespace
}  // namespace gpupeak
