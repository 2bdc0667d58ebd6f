// Reports, and what stands round a gate in a test of it.
#pragma once

#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <vector>

#include "analysis/gate/gate.h"
#include "method/judge.h"
#include "tests/support/fake_device.h"

namespace gpupeak::testing::gates {

// Five processes; `time` is what a launch takes, in seconds.
inline Measurement measured(const std::string& n, double time, double clock = 1e9) {
  Measurement m;
  m.id = Case("toy", {{"n", n}});
  m.work.add(Resource::fp32, FlopCount(1e6));
  for (int process = 0; process < 5; ++process)
    for (int i = 0; i < 4; ++i)
      m.samples.push_back({Seconds(time * (1 + 0.0002 * (process + i))), 1, Hertz(clock), process});
  judge(m, fake_device_info());
  return m;
}

inline Measurement ended(const std::string& n, Outcome outcome) {
  Measurement m;
  m.id = Case("toy", {{"n", n}});
  m.outcome = outcome;
  m.reason = "the script says so";
  return m;
}

inline Report report_of(std::vector<Measurement> measurements) {
  Report report;
  report.devices.push_back(fake_device_info());
  report.tool.version = "1";
  for (Measurement& m : measurements) report.run.schedule.cases.push_back({m.id, Cache::hot});
  report.measurements = std::move(measurements);
  return report;
}

// What a gate that cannot judge says of it.
template <class Of>
std::string message_of(Of action) {
  try {
    action();
  } catch (const GateError& error) {
    return error.what();
  }
  return "(no error)";
}

// Pairs of runs whose candidate takes exp(r) times as long.
inline std::vector<Confirmation::Pair> pairs_of(const std::vector<double>& log_ratios) {
  std::vector<Confirmation::Pair> pairs;
  for (const double r : log_ratios)
    pairs.push_back({baseline_case(measured("1", 1e-3)), baseline_case(measured("1", 1e-3 * std::exp(r)))});
  return pairs;
}

// Ten cases that take so many times as long, one of them more.
inline std::vector<Measurement> ten(double factor, double of_the_fourth = 1) {
  std::vector<Measurement> all;
  for (int i = 0; i < 10; ++i)
    all.push_back(measured(std::to_string(i), factor * 1e-3 * (1 + i) * (i == 4 ? of_the_fourth : 1)));
  return all;
}

struct GateTest : ::testing::Test {
  Baseline baseline;
  Rules rules{"rules.json", {{.match = "*", .line = 3}}, {}};
  bool lenient = false, force = false;
  const Confirmation* confirmed = nullptr;

  void store(const Report& report) {
    add(baseline, class_of(report.devices[0], report), job_of(report, 0, "", "2026-01-01T00:00:00Z"));
  }
  Gate gate_of(const Report& candidate, bool with_baseline = true) const {
    return Gate({candidate, "new", with_baseline ? &baseline : nullptr, "base.json", rules, "2026-11-21T00:00:00Z",
                 lenient, force});
  }
  GateResult judge(const Report& candidate, bool with_baseline = true) const {
    return gate_of(candidate, with_baseline).judge(confirmed);
  }
  std::string message(const Report& candidate) const {
    return message_of([&] { judge(candidate); });
  }
};

}  // namespace gpupeak::testing::gates
