// Scenario → real loader → real sampling thread → the sentence that a reader gets.
#include <gtest/gtest.h>

#include <thread>

#include "analysis/gaps/why.h"
#include "method/judge.h"
#include "tests/device/nvml/watched.h"
#include "tests/support/fake_device.h"
#include "tests/support/golden.h"

namespace gpupeak::nvml {
namespace {

// So many times its ceiling, bound by what does not follow the core clock, or by arithmetic at the clock NVML saw.
std::string sentence(const std::string& scenario, Resource bound_by, double times = 2) {
  const testing::Scenario s(scenario);
  const testing::Watched watching(s,
                                  {.first_poll = Seconds(0), .interval = Seconds(1e-4), .energy_refresh = Seconds(1)});
  watching.watch->start();
  std::this_thread::sleep_for(std::chrono::milliseconds(20));
  watching.watch->stop();

  DeviceInfo device = testing::fake_device_info();
  device.peak.rates[Resource::fp32] = {64e9, Hertz(1980e6), Scope::per_unit, Source::datasheet, ""};
  for (const Resource moved : {Resource::dram, Resource::link_to_device})
    device.peak.rates[moved] = {64e9, std::nullopt, Scope::shared, Source::datasheet, ""};
  Measurement m;
  m.work.amounts[bound_by] = 64e6;
  for (int i = 0; i < 10; ++i) m.samples.push_back({Seconds(times * 1e-3), 1, std::nullopt, 0});
  judge(m, device);
  m.telemetry = watching.result();
  const std::optional<Why> found = why(m, device);
  return scenario + ": " + (found ? std::string(found->cause) + ": " + found->sentence : "none") + "\n";
}

TEST(Scenarios, EndInTheSentenceThatNamesTheirCause) {
  std::string text;
  for (const char* scenario : {"healthy", "power_capped", "thermal", "lost", "no_permission", "mig"})
    text += sentence(scenario, Resource::fp32);
  for (const char* scenario : {"ecc", "shared"}) text += sentence(scenario, Resource::dram);
  text += sentence("link_degraded", Resource::link_to_device, 20);
  EXPECT_TRUE(testing::is_golden("scenarios.txt", text)) << text;
}

}  // namespace
}  // namespace gpupeak::nvml
