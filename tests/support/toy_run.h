// Schedules of toy cases, and running them on a fake device.
#pragma once

#include <string>
#include <vector>

#include "method/run.h"
#include "tests/support/fake_device.h"
#include "tests/support/toy_suite.h"

namespace gpupeak::testing {

inline Schedule schedule_of(const std::vector<std::string>& rungs) {
  Schedule schedule;
  schedule.stop.case_budget = Seconds(1);
  schedule.stop.warmup = Seconds(0.01);
  for (const std::string& rung : rungs)
    schedule.cases.push_back({Case("toy", {{"n", "1"}, {"rung", rung}}), Cache::hot});
  return schedule;
}

inline Report run(const Schedule& schedule, FakeDevice& device, const Observer& observer = {}) {
  Report report;
  report.devices.push_back(device.info());
  run_schedule(schedule, toy_suites, {device, no_kernels}, 0, observer, report);
  return report;
}

inline Check wrong(const std::string& where) {
  Comparison comparison;
  comparison.fault(where);
  return comparison.result([](int64_t) { return std::string(); });
}

}  // namespace gpupeak::testing
