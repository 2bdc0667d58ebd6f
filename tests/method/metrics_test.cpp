#include "method/metrics.h"

#include <gtest/gtest.h>

#include <set>

#include "method/judge.h"
#include "tests/support/fake_device.h"

namespace gpupeak {
namespace {

Measurement measured(const std::string& rung, const std::vector<double>& times) {
  Measurement m;
  m.id = Case("toy", {{"rung", rung}});
  m.group = "toy";
  m.vendor = rung == "vendor";
  m.work.add(Resource::fp32, FlopCount(32e6));
  m.work.add(Resource::l2, Bytes(4e6));
  for (const double time : times) m.samples.push_back({Seconds(time), 1, Hertz(1e9), 0});
  judge(m, testing::fake_device_info());
  return m;
}

double value(const std::string& name, const Measurement& m) { return metric_named(name)->value(m).value(); }

TEST(Metrics, FollowFromTimeAndWork) {
  const Measurement m = measured("fast", std::vector<double>(10, 1e-3));
  EXPECT_EQ(value("median_s", m), 1e-3);
  EXPECT_DOUBLE_EQ(value("flop_rate_flops_per_s", m), 32e9);
  EXPECT_DOUBLE_EQ(value("bandwidth_bytes_per_s", m), 4e9);
  EXPECT_DOUBLE_EQ(value("efficiency_rated", m), 0.5);
  EXPECT_DOUBLE_EQ(value("efficiency_clocked", m), 0.5);
  EXPECT_EQ(value("clock_hz", m), 1e9);
  EXPECT_FALSE(metric_named("latency_s")->value(m));
}

TEST(Metrics, LatencyIsTimePerStep) {
  Measurement m = measured("fast", std::vector<double>(10, 5e-3));
  m.work = {};
  m.work.steps = 1e6;
  EXPECT_DOUBLE_EQ(value("latency_s", m), 5e-9);
  EXPECT_DOUBLE_EQ(value("latency_cycles", m), 5);
  EXPECT_FALSE(metric_named("flop_rate_flops_per_s")->value(m));
}

TEST(Metrics, LatenciesOfRequestsAreThoseOfSingleLaunches) {
  Measurement m = measured("fast", std::vector<double>(10, 1e-3));
  m.work.samples = 8;
  EXPECT_FALSE(metric_named("latency_p50_s")->value(m));
  m.latencies = Latencies{.count = 600,
                          .p50 = Seconds(1e-3),
                          .max = Seconds(9e-3),
                          .p95 = Seconds(2e-3),
                          .p99 = Seconds(3e-3),
                          .p99_doubles_at = 250.0};
  EXPECT_EQ(value("latency_p50_s", m), 1e-3);
  EXPECT_EQ(value("latency_p95_s", m), 2e-3);
  EXPECT_EQ(value("latency_p99_s", m), 3e-3);
  EXPECT_EQ(value("latency_max_s", m), 9e-3);
  EXPECT_EQ(value("p99_doubles_at_samples_per_s", m), 2000) << "250 batches of 8";
  m.latencies->p99.reset();
  EXPECT_FALSE(metric_named("latency_p99_s")->value(m));
}

TEST(Metrics, TheWaitForInputIsAShareOfAllPhases) {
  Measurement m = measured("fast", {1e-3});
  m.phases = {{"load", {}, Seconds(1e-3)}, {"forward", {}, Seconds(2e-3)}};
  EXPECT_FALSE(metric_named("input_wait_share")->value(m)) << "input that is there is not waited for";
  m.phases.insert(m.phases.begin(), {"wait", {}, Seconds(1e-3)});
  EXPECT_EQ(value("input_wait_share", m), 0.25);
}

TEST(Metrics, EnergyIsPerSampleAndOnlyWhereItIsTrusted) {
  Measurement m = measured("fast", std::vector<double>(10, 1e-3));
  m.work.samples = 4;
  m.telemetry.emplace();
  m.telemetry->energy = Seen<Joules>::none("a stretch was too short");
  EXPECT_FALSE(metric_named("energy_per_sample_j")->value(m));
  m.telemetry->energy = Joules(20);
  EXPECT_EQ(value("energy_per_sample_j", m), 0.5);  // ten samples of one launch
  m.work.samples = 0;
  EXPECT_FALSE(metric_named("energy_per_sample_j")->value(m));
}

TEST(Metrics, SpreadFromRunToRunIsOfTheProcessesMedians) {
  Measurement m = measured("fast", {1, 1, 9, 1.1, 1.1, 9, 1.05, 1.05, 9});
  EXPECT_FALSE(metric_named("run_to_run_spread")->value(m)) << "one process has no spread";
  for (size_t i = 0; i < m.samples.size(); ++i) m.samples[i].process = static_cast<int>(i / 3);
  EXPECT_NEAR(value("run_to_run_spread", m), 0.1 / 1.05, 1e-12);
}

TEST(Metrics, AreUnknownWithoutATime) {
  Measurement m;
  m.outcome = Outcome::wrong;
  m.work.add(Resource::fp32, FlopCount(1));
  for (const Metric* metric : metrics()) EXPECT_FALSE(metric->value(m)) << metric->name;
}

TEST(Metrics, HaveNamesOfTheirOwn) {
  std::set<std::string_view> names;
  for (const Metric* metric : metrics()) EXPECT_TRUE(names.insert(metric->name).second) << metric->name;
  EXPECT_EQ(metric_named("nonsense"), nullptr);
}

TEST(RatioToVendor, IsTheMedianOfPairs) {
  // The machine slows down in the middle for both: pairs see a constant 2, medians of each would not.
  const std::vector<Measurement> all{measured("fast", {2, 2, 6, 6, 6}), measured("vendor", {1, 1, 3, 3, 3})};
  EXPECT_DOUBLE_EQ(*ratio_to_vendor(all[0], all), 0.5);
  EXPECT_EQ(*ratio_to_vendor(all[1], all), 1.0);
}

TEST(RatioToVendor, IsNotToALibraryBelowTheProcessor) {
  std::vector<Measurement> all{measured("ours", std::vector<double>(10, 2e-3)),
                               measured("vendor", std::vector<double>(10, 1e-3)),
                               measured("vendor", std::vector<double>(10, 4e-3))};
  all[2].vendor_below = true;
  EXPECT_DOUBLE_EQ(*ratio_to_vendor(all[0], all), 0.5);
  EXPECT_DOUBLE_EQ(*ratio_to_vendor(all[2], all), 0.25);
  all[1].vendor_below = true;
  for (const Measurement& m : all) EXPECT_FALSE(ratio_to_vendor(m, all)) << "no yardstick is left";
}

TEST(RatioToVendor, NeedsAMeasuredVendorOfTheSameGroup) {
  std::vector<Measurement> all{measured("fast", {1}), measured("vendor", {1})};
  all[1].group = "another";
  EXPECT_FALSE(ratio_to_vendor(all[0], all));
  all[1].group = "toy";
  all[1].outcome = Outcome::wrong;
  EXPECT_FALSE(ratio_to_vendor(all[0], all));
}

}  // namespace
}  // namespace gpupeak
