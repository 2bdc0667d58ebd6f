#include "reporters/report/figures.h"

#include <gtest/gtest.h>

#include <limits>

#include "analysis/summary/vendor_ratios.h"
#include "tests/support/example_report.h"

namespace gpupeak {
namespace {

TEST(Digits, AreThreeAndCarryWhereTheyRoundUp) {
  const std::pair<double, const char*> expected[] = {
      {0, "0"},        {1.314, "1.31"}, {13.14, "13.1"},  {131.4, "131"},      {1314.4, "1314"},
      {9.996, "10.0"}, {99.96, "100"},  {0.9996, "1.00"}, {0.05234, "0.0523"}, {-2.5, "-2.50"}};
  for (const auto& [value, text] : expected) EXPECT_EQ(three_digits(value), text);
}

TEST(Share, NeverReadsAsNothingUnlessItIs) {
  EXPECT_EQ(share(0.9734), "97.3 %");
  EXPECT_EQ(share(0.0002), "<0.1 %");
  EXPECT_EQ(share(0), "0.0 %");
  EXPECT_EQ(share(2), "200.0 %");
  EXPECT_EQ(share(1101.05), "1101×");
}

TEST(Precision, SaysHowLittleFewSamplesAreSureOf) {
  const auto of = [](int count) {
    Measurement m = testing::example_measurement("toy", {}, Work{}, Seconds(1), 0.01, count);
    std::vector<double> times;
    for (const Sample& s : m.samples) times.push_back(s.time.value);
    m.stats = statistics(times);
    return precision(m);
  };
  EXPECT_EQ(of(1), "") << "unknown";
  EXPECT_EQ(of(2), "1.0 % (50 %)");
  EXPECT_EQ(of(5), "1.0 % (94 %)");
  EXPECT_EQ(of(8), "1.0 %");
  Measurement wide = testing::example_measurement("toy", {}, Work{}, Seconds(1), 0.01, 8);
  wide.stats->median_interval = Interval{0.5 * wide.stats->median, 2.6 * wide.stats->median, 0.99};
  EXPECT_EQ(precision(wide), "unsteady") << "no interval wider than its value is a figure";
  EXPECT_EQ(with_precision("1 s", wide), "1 s, unsteady");
  EXPECT_EQ(precision(testing::example_without_time("toy", {}, Outcome::skipped, "")), "");
}

TEST(CommonUnit, ShowsFourDigitsBeforeThePointAtMostAndNoZerosBehindIt) {
  const auto unit = [](std::vector<double> rates, MetricUnit kind = MetricUnit::flops_per_second) {
    return common_unit(rates, kind);
  };
  EXPECT_EQ(unit({1.3e9, 351e9})->name, "GFLOP/s");
  EXPECT_DOUBLE_EQ(unit({1.3e9, 351e9})->factor, 1e9);
  EXPECT_EQ(unit({5e6, 6.8331e9})->name, "MFLOP/s");
  EXPECT_EQ(unit({30e6, 68.331e9})->name, "GFLOP/s") << "not 68331 MFLOP/s";
  EXPECT_EQ(unit({20e9, 90e12})->name, "TFLOP/s");
  EXPECT_EQ(unit({9999.4e9, 1e9})->name, "GFLOP/s");
  EXPECT_EQ(unit({9999.6e9, 11e9})->name, "TFLOP/s");
  EXPECT_FALSE(unit({9999.6e9, 1e9})) << "0.00100 TFLOP/s";
  EXPECT_FALSE(unit({5e6, 68.331e9}));
  EXPECT_EQ(unit({28e9}, MetricUnit::bytes_per_second)->name, "GB/s");
  EXPECT_EQ(unit({0, 5e9})->name, "GFLOP/s");
  EXPECT_EQ(unit({0})->factor, 1);
  EXPECT_FALSE(unit({1e-300, 1e300}));
  EXPECT_FALSE(unit({1e300})) << "no prefix makes it short";
}

TEST(Headline, IsLatencyThenArithmeticThenBandwidth) {
  const auto headline_of = [](Work work) {
    const Metric* metric = headline(testing::example_measurement("toy", {}, std::move(work), Seconds(1e-3)));
    return metric ? metric->name : std::string_view();
  };
  Work work;
  EXPECT_EQ(headline_of(work), "");
  work.add(Resource::dram, Bytes(1e6));
  EXPECT_EQ(headline_of(work), "bandwidth_bytes_per_s");
  work.add(Resource::fp32, FlopCount(1e6));
  EXPECT_EQ(headline_of(work), "flop_rate_flops_per_s");
  work.steps = 1e4;
  EXPECT_EQ(headline_of(work), "latency_s");
}

TEST(Headline, IsWhatTheMeasurementNamesWhereThatHasAValue) {
  Work work;
  work.add(Resource::l1_read, Bytes(1e6));
  work.add(Resource::fp64, FlopCount(1e6));
  Measurement m = testing::example_measurement("toy", {}, std::move(work), Seconds(1e-3));
  for (const auto& [named, shown] : {std::pair("bandwidth_bytes_per_s", "bandwidth_bytes_per_s"),
                                     {"latency_p99_s", "flop_rate_flops_per_s"},
                                     {"a metric of tomorrow", "flop_rate_flops_per_s"}}) {
    m.headline = named;
    EXPECT_EQ(headline(m)->name, shown) << named;
  }
}

TEST(FiniteValue, IsNothingForWhatHasNoTimeOrIsNotFinite) {
  const Metric& median = *metric_named("median_s");
  Measurement m = testing::example_measurement("toy", {}, Work{}, Seconds(1));
  EXPECT_TRUE(finite_value(median, m));
  m.stats->median = std::numeric_limits<double>::infinity();
  EXPECT_FALSE(finite_value(median, m));
  m.stats->median = 1;
  m.outcome = Outcome::wrong;
  EXPECT_FALSE(finite_value(median, m));
}

TEST(VendorRatios, AgreeWithTheMetricAndKeepDevicesApart) {
  Report report = testing::example_report();
  Measurement elsewhere = report.measurements[14];  // not the vendor's, and alone there
  elsewhere.device = 1;
  report.measurements.push_back(elsewhere);
  const VendorRatios vendors(report);
  int known = 0;
  for (const Measurement& m : report.measurements) {
    EXPECT_EQ(vendors.of(m), ratio_to_vendor(m, report.measurements)) << m.id.id();
    known += vendors.of(m).has_value();
  }
  EXPECT_EQ(known, 3);
}

TEST(VendorRatios, AreNothingWhereTheOnlyLibraryIsBelowTheProcessor) {
  Report report = testing::example_report();
  for (Measurement& m : report.measurements) m.vendor_below = m.vendor;
  const VendorRatios vendors(report);
  int beside = 0;
  for (const Measurement& m : report.measurements) {
    EXPECT_EQ(vendors.of(m), std::nullopt) << m.id.id();
    beside += vendors.only_below(m);
  }
  EXPECT_EQ(beside, 4) << "the vendor's own, two beside it, and one that was not measured";
}

TEST(VendorRatios, AreNothingForTimesThatCannotBeDivided) {
  for (const double bad : {0.0, std::numeric_limits<double>::quiet_NaN(), 1e-320}) {
    Report report = testing::example_report();
    for (Measurement& m : report.measurements)
      for (Sample& s : m.samples) s.time = Seconds(m.vendor ? 1e300 : bad);
    EXPECT_EQ(VendorRatios(report).of(report.measurements[14]), std::nullopt);
  }
}

}  // namespace
}  // namespace gpupeak
