#include "analysis/summary/summary.h"

#include <gmock/gmock.h>

#include "tests/support/example_report.h"

namespace gpupeak {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

struct SummaryCase {
  std::string suite;
  std::vector<std::pair<std::string, std::string>> values;
  Work work;
  double median;
};

Work summary_flop(double amount) {
  Work work;
  work.add(Resource::fp32, FlopCount(amount));
  return work;
}
Work summary_bytes(std::initializer_list<std::pair<Resource, double>> amounts) {
  Work work;
  for (const auto& [resource, amount] : amounts) work.add(resource, Bytes(amount));
  return work;
}
Work summary_steps() {
  Work work;
  work.steps = 1e6;
  return work;
}

Report summary_report(const std::vector<SummaryCase>& cases) {
  Report report;
  report.devices = {testing::example_device()};
  for (const SummaryCase& c : cases) {
    report.measurements.push_back(testing::example_measurement(c.suite, c.values, c.work, Seconds(c.median)));
    report.measurements.back().group = report.measurements.back().id.id_without("rung");
  }
  return report;
}

std::vector<std::string> headline_lines(const ReportSummary& summary) {
  std::vector<std::string> lines;
  for (const Headline& line : summary.headlines)
    lines.push_back(std::string(line.kind) + "|" + line.variant + "|" + line.detail);
  return lines;
}

TEST(ReportSummary, KeepsTheBestOfEachKindInTheOrderOfTheTable) {
  const Report report = summary_report({
      {"matmul", {{"dtype", "f32"}, {"m", "64"}, {"n", "64"}, {"k", "64"}, {"rung", "plain"}}, summary_flop(1e9), 4e-3},
      {"matmul", {{"dtype", "f32"}, {"m", "8"}, {"n", "64"}, {"k", "64"}, {"rung", "fast"}}, summary_flop(1e9), 3e-3},
      {"matmul", {{"dtype", "f64"}, {"m", "64"}, {"n", "64"}, {"k", "64"}, {"rung", "fast"}}, summary_flop(1e9), 9e-3},
      {"memory", {{"op", "chase"}, {"size", "dram"}}, summary_steps(), 90e-3},
      {"memory", {{"op", "chase"}, {"size", "64KiB"}}, summary_steps(), 1e-3},
      {"memory", {{"op", "read"}, {"size", "l1"}}, summary_bytes({{Resource::l1_read, 1e8}}), 1e-3},
      {"memory",
       {{"op", "copy"}, {"size", "l1"}},
       summary_bytes({{Resource::l1_read, 1e8}, {Resource::l1_write, 1e8}}),
       1e-3},
      {"memory", {{"op", "read"}, {"size", "1GiB"}}, summary_bytes({{Resource::dram, 1e8}}), 2e-3},
      {"memory", {{"op", "read"}, {"size", "9MiB"}}, summary_bytes({{Resource::dram, 1e8}, {Resource::l3, 1e8}}), 1e-4},
      {"memory", {{"op", "gather"}, {"size", "dram"}}, summary_bytes({{Resource::dram, 1e8}}), 1e-4},
      {"of another tool", {{"name", "BM_sort"}}, summary_bytes({{Resource::dram, 1e8}}), 1e-3},
  });
  EXPECT_THAT(headline_lines(summary_of(report)),
              ElementsAre("memory|l1|copy", "memory|dram|read", "latency|dram|", "matmul|f32|fast n=8x64x64",
                          "matmul|f64|fast n=64", "of another tool||BM_sort"));
}

TEST(ReportSummary, TellsOfASuiteNoneOfWhoseCasesIsOfAKind) {
  const Report report = summary_report({{"memory", {{"op", "chase"}, {"size", "64KiB"}}, summary_steps(), 1e-3}});
  EXPECT_THAT(headline_lines(summary_of(report)), ElementsAre("memory||chase, 64KiB"));
}

TEST(ReportSummary, PrefersAPreciseFigureToABetterOneThatIsNot) {
  Report report = summary_report({{"conv", {{"dtype", "f32"}, {"rung", "steady"}}, summary_flop(1e9), 4e-3}});
  report.measurements.push_back(testing::example_measurement("conv", {{"dtype", "f32"}, {"rung", "lucky"}},
                                                             summary_flop(1e9), Seconds(3e-3), 0.4));
  EXPECT_THAT(headline_lines(summary_of(report)), ElementsAre("conv|f32|steady"));
  std::swap(report.measurements[0], report.measurements[1]);
  EXPECT_THAT(headline_lines(summary_of(report)), ElementsAre("conv|f32|steady"));
}

TEST(ReportSummary, SaysOnceWhatTwoSuitesTell) {
  const SummaryCase roofline{"roofline", {{"dtype", "f32"}, {"fmas", "256"}}, summary_flop(1e9), 4e-3};
  EXPECT_THAT(headline_lines(summary_of(summary_report({roofline}))), ElementsAre("roofline|f32|256 fma per element"));
  EXPECT_THAT(headline_lines(summary_of(summary_report(
                  {roofline, {"throughput", {{"dtype", "f32"}, {"rung", "avx512"}}, summary_flop(1e9), 3e-3}}))),
              ElementsAre("arithmetic|f32|avx512"));
}

Report summary_ladder(double plain_spread = 0.005, double vendor_median = 2e-3) {
  Report report = summary_report({});
  for (const auto& [rung, median] : {std::pair("plain", 4e-3), {"vendor", vendor_median}}) {
    Measurement m = testing::example_measurement("matmul", {{"dtype", "f32"}, {"n", "64"}, {"rung", rung}},
                                                 summary_flop(4.48e8), Seconds(median), plain_spread);
    m.group = m.id.id_without("rung");
    m.vendor = m.id.text("rung") == "vendor";
    report.measurements.push_back(m);
  }
  return report;
}

TEST(ReportSummary, SharesAreOfTheCeilingAndOfTheVendorsBest) {
  const Report report = summary_ladder();
  const ReportSummary summary = summary_of(report);
  ASSERT_EQ(summary.headlines.size(), 1u);
  const Headline& line = summary.headlines.front();
  EXPECT_EQ(line.best, &report.measurements[1]);
  EXPECT_DOUBLE_EQ(line.value, 4.48e8 / 2e-3);
  EXPECT_NEAR(line.efficiency.value(), 0.5, 1e-12) << "448 GFLOP/s allow 1 ms";
  EXPECT_NEAR(line.own_of_vendor.value(), 0.5, 1e-12);
  ASSERT_EQ(summary.gaps.size(), 1u);
  EXPECT_EQ(summary.gaps.front().of, line.best);
  EXPECT_EQ(summary.grade, Grade::high);
}

TEST(ReportSummary, SaysNoShareThatIsOfSomethingElse) {
  EXPECT_NEAR(summary_of(summary_ladder(0.005, 7e-3)).headlines.front().own_of_vendor.value(), 1.75, 1e-12);
  EXPECT_EQ(summary_of(summary_ladder(0.005, 9e-3)).headlines.front().own_of_vendor, std::nullopt) << "225 %";
}

TEST(ReportSummary, SaysNoShareOfWhatIsUnsteady) {
  const ReportSummary summary = summary_of(summary_ladder(0.4));
  ASSERT_EQ(summary.headlines.size(), 1u);
  EXPECT_EQ(summary.headlines.front().reliability, Reliability::unsteady);
  EXPECT_EQ(summary.headlines.front().efficiency, std::nullopt);
  EXPECT_EQ(summary.headlines.front().own_of_vendor, std::nullopt);
  EXPECT_THAT(summary.gaps, IsEmpty());
  EXPECT_EQ(summary.grade, Grade::low);
  EXPECT_EQ(reliability_sentence(summary), "none of 2 figures repeats within 5 %, 2 are unsteady");
}

TEST(ReportSummary, SaysNoShareOfACeilingThatMemoryOfUnknownRateMayUndercut) {
  const Work both = [] {
    Work work = summary_flop(1e6);
    work.add(Resource::dram, Bytes(1e8));
    return work;
  }();
  const ReportSummary summary =
      summary_of(summary_report({{"optimizer", {{"rule", "sgd"}, {"rung", "fused"}}, both, 1e-2}}));
  ASSERT_EQ(summary.headlines.size(), 1u);
  EXPECT_EQ(summary.headlines.front().efficiency, std::nullopt);
}

TEST(ReportSummary, GradesByWhatIsPreciseAndByWhatIsWrong) {
  Report report = summary_report({});
  const auto add = [&](int count, double spread) {
    for (int i = 0; i < count; ++i)
      report.measurements.push_back(testing::example_measurement(
          "toy", {{"n", std::to_string(report.measurements.size())}}, summary_flop(1e6), Seconds(1e-3), spread));
  };
  EXPECT_EQ(summary_of(report).grade, Grade::none);
  add(9, 0.005);
  add(1, 0.5);
  EXPECT_EQ(summary_of(report).grade, Grade::high);
  add(4, 0.5);
  EXPECT_EQ(summary_of(report).grade, Grade::moderate);
  add(2, 0.5);
  EXPECT_EQ(summary_of(report).grade, Grade::low);
  add(60, 0.005);
  report.measurements.front().outcome = Outcome::implausible;
  EXPECT_EQ(summary_of(report).grade, Grade::moderate);
  report.measurements.front().outcome = Outcome::wrong;
  EXPECT_EQ(summary_of(report).grade, Grade::low);
}

TEST(ReportSummary, CountsEveryCaseOnce) {
  const Report report = testing::example_report();
  const ReportSummary s = summary_of(report);
  EXPECT_EQ(s.cases, report.measurements.size());
  EXPECT_EQ(s.precise + s.unsteady + s.single_sample + s.wrong + s.failed + s.implausible + s.skipped, s.cases);
}

}  // namespace
}  // namespace gpupeak
