// The presets that ship, on a GPU as large as an H200.
#include <gtest/gtest.h>

#include <set>
#include <string>

#include "formats/catalogue.h"
#include "formats/preset.h"
#include "kernels/families.h"
#include "method/expected_time.h"
#include "peaks/derivation.h"
#include "suites/suites.h"
#include "tests/kernels/common/cuda/on_double.h"
#include "tests/support/fake_device.h"

namespace gpupeak::cuda {
namespace {

// Fills and digests what it is asked to; nothing of it is run here.
struct BulkOfAnH200 : BulkMemory {
  bool has(DType dtype) const override { return dtype == DType::f32 || dtype == DType::f64; }
  void fill(void*, DType, int64_t, const Contents&) override {}
  void set_all_bits(void*, size_t) override {}
  uint64_t digest(const void*, size_t) override { return 0; }
  uint64_t digest_if(DType, int64_t, const Contents&) override { return 0; }
};

struct H200 : testing::FakeDevice {
  static DeviceInfo described() {
    cuda_double::Scenario machine;
    machine.gpus[0].name = "NVIDIA H200";
    machine.gpus[0].sms = 132;
    machine.gpus[0].memory = 150'754'820'096;
    machine.gpus[0].l2_bytes = 62'914'560;
    machine.gpus[0].first_level_bytes = size_t{228} << 10;
    machine.gpus[0].clock_khz = 1'980'000;
    machine.gpus[0].memory_clock_khz = 3'201'000;
    machine.gpus[0].bus_bits = 6144;
    cuda_double::play(machine);
    DeviceInfo info = describe_device(0);
    info.peak = derived_peak(info, catalogue());
    info.free_memory = 0.98 * info.memory;
    return info;
  }
  H200() : FakeDevice(described()) { free = info().free_memory; }
  BulkMemory* bulk() override { return &bulk_; }
  Seconds timer_tick() const override { return Seconds(0.5e-6); }

  BulkOfAnH200 bulk_;
};

// Assumed: less than a core of a Zen 5 at 4.3 GHz was seen to do, 1.1e9 random numbers and 3.6e9 multiply-adds per
// second, and copies of pageable memory at 10 GB/s.
UpkeepRates host_of(int cores) {
  return {.generated_per_s = 8e8,
          .multiplied_per_s = 1e9,
          .cores = cores,
          .to_device = BytesPerSecond(1e10),
          .to_host = BytesPerSecond(1e10)};
}

class PresetsOnAnH200 : public ::testing::Test {
 protected:
  Schedule schedule_of(const std::string& preset) {
    ScheduleOptions options;
    options.elsewhere = {&kernels::host_kernels()};
    return make_schedule(embedded_preset(preset), options, suites(), gpu_.info(), kernels::cuda_kernels());
  }
  ExpectedTime expected(const std::string& preset, int cores) {
    return expected_time(schedule_of(preset), suites(), {gpu_, kernels::cuda_kernels()}, host_of(cores));
  }

  H200 gpu_;
};

TEST_F(PresetsOnAnH200, HaveTheSuitesThatOnlyGpusHaveInQuick) {
  std::set<std::string> scheduled;
  for (const ScheduledCase& one : schedule_of("quick").cases) scheduled.insert(one.id.suite());
  for (const char* suite : {"shared", "atomics", "transfer"}) EXPECT_TRUE(scheduled.contains(suite)) << suite;
}

TEST_F(PresetsOnAnH200, GlanceIsShort) {
  EXPECT_LE(schedule_of("glance").cases.size(), 24u);
  EXPECT_LE(expected("glance", 16).at_most, Seconds(12));
}

TEST_F(PresetsOnAnH200, QuickEndsInFortyFiveSecondsWhateverItsSamples) {
  EXPECT_LE(expected("quick", 16).at_most, Seconds(45)) << schedule_of("quick").cases.size() << " cases";
  EXPECT_LE(expected("quick", 2).at_most, Seconds(60));
}

TEST_F(PresetsOnAnH200, StandardTakesLessThanEightMinutes) {
  EXPECT_LE(expected("standard", 16).about, Seconds(480)) << schedule_of("standard").cases.size() << " cases";
}

// Presets name rungs of hosts too; a name that nobody knows stays an error.
TEST_F(PresetsOnAnH200, FullHasCasesThoughSomeOfItsRungsAreOfHosts) {
  EXPECT_GT(schedule_of("full").cases.size(), schedule_of("standard").cases.size());
  Preset slip = embedded_preset("quick");
  slip.selections = {{"memory", {{"rung", {"vektors"}}}, {}}};
  ScheduleOptions options;
  options.elsewhere = {&kernels::host_kernels()};
  EXPECT_THROW(make_schedule(slip, options, suites(), gpu_.info(), kernels::cuda_kernels()), ScheduleError);
}

}  // namespace
}  // namespace gpupeak::cuda
