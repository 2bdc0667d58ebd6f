// The presets that ship, held against the suites and the promises of the README.
#include <gtest/gtest.h>

#include <set>

#include "formats/preset.h"
#include "kernels/families.h"
#include "method/schedule.h"
#include "suites/suites.h"

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

// Those of GPUs' links and shared memory have none on a host; counting in company is no first look.
TEST(Presets, MakeAScheduleWithCasesOfEverySuiteThatHasAny) {
  const std::set<std::string> looked_at_first{"throughput", "memory",    "roofline", "matmul", "conv",
                                              "launch",     "optimizer", "train",    "infer"};
  for (const std::string& name : preset_names()) {
    std::set<std::string> scheduled, expected = looked_at_first;
    for (const ScheduledCase& one : schedule_of(name).cases) scheduled.insert(one.id.suite());
    if (name != "quick") expected.insert("atomics");
    EXPECT_EQ(scheduled, expected) << name;
  }
}

TEST(Presets, QuickFitsIntoItsMinuteEvenWhenNothingIsSkipped) {
  const Schedule quick = schedule_of("quick");
  EXPECT_LE(longest_time(quick), Seconds(60)) << quick.cases.size() << " cases";
  EXPECT_GE(quick.cases.size(), 40u);
}

TEST(Presets, QuickStaysBelowTwoGibibytes) {
  EXPECT_LE(3.0 * embedded_preset("quick").cold_cap, gib(2));  // operand sets, what they are compared with, the program
}

TEST(Presets, GrowFromQuickToFull) {
  EXPECT_LT(schedule_of("quick").cases.size(), schedule_of("standard").cases.size());
  EXPECT_LT(schedule_of("standard").cases.size(), schedule_of("full").cases.size());
  EXPECT_LT(longest_time(schedule_of("quick")), longest_time(schedule_of("standard")));
  EXPECT_LT(longest_time(schedule_of("standard")), longest_time(schedule_of("full")));
}

TEST(Presets, MeasureARaggedMatrixEvenInQuick) {
  bool ragged = false;
  for (const ScheduledCase& one : schedule_of("quick").cases)
    ragged |= one.id.suite() == "matmul" && one.id.integer("m") % 2 == 1 && one.id.integer("k") % 2 == 1;
  EXPECT_TRUE(ragged);
}

}  // namespace
}  // namespace gpupeak
