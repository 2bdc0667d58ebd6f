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

// Twice its ceiling, bound by memory that does not follow the core clock, or by arithmetic at the clock NVML saw.
std::string sentence(const std::string& scenario, Resource bound_by) {
  const testing::Scenario s(scenario);
  const testing::Watched watching(s,
                                  {.first_poll = Seconds(0), .interval = Seconds(1e-4), .energy_refresh = Seconds(1)});
  watching.watch->start();
  std::this_thread::sleep_for(std::chrono::milliseconds(20));
  watching.watch->stop();

  DeviceInfo device = testing::fake_device_info();
  device.peak.rates[Resource::fp32] = {64e9, Hertz(1980e6), Scope::per_unit, Source::datasheet, ""};
  device.peak.rates[Resource::dram] = {64e9, std::nullopt, Scope::shared, Source::datasheet, ""};
  Measurement m;
  m.work.amounts[bound_by] = 64e6;
  for (int i = 0; i < 10; ++i) m.samples.push_back({Seconds(2e-3), 1, std::nullopt, 0});
  judge(m, device);
  m.telemetry = watching.result();
  const std::optional<Why> found = why(m, device);
  return scenario + ": " + (found ? std::string(found->cause) + ": " + found->sentence : "none") + "\n";
}

TEST(Scenarios, EndInTheSentenceThatNamesTheirCause) {
  std::string text;
  for (const char* scenario : {"healthy", "power_capped", "thermal", "lost", "no_permission", "mig"})
    text += sentence(scenario, Resource::fp32);
  for (const char* scenario : {"ecc", "shared", "link_degraded"}) text += sentence(scenario, Resource::dram);
  EXPECT_TRUE(testing::is_golden("scenarios.txt", text)) << text;
}

}  // namespace
}  // namespace gpupeak::nvml
