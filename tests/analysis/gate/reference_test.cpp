#include "analysis/gate/reference.h"

#include <gtest/gtest.h>

#include "method/judge.h"
#include "tests/support/fake_device.h"

namespace gpupeak {
namespace {

Report reference_report(double time) {
  Report report;
  report.devices = {testing::fake_device_info()};
  Measurement m;
  m.id = Case("toy", {{"n", "1"}});
  m.work.add(Resource::fp32, FlopCount(1e6));
  for (int i = 0; i < 5; ++i) m.samples.push_back({Seconds(time), 1, Hertz(1e9), 0});
  judge(m, report.devices[0]);
  report.measurements = {m};
  return report;
}

TEST(Reference, SaysWhatACardReadsAndWhatIsUsual) {
  Baseline reference;
  for (const double time : {1e-3, 0.8e-3, 1.25e-3}) {
    const Report report = reference_report(time);
    DeviceClass card = class_of(report.devices[0], report);
    card.power_limit_w = static_cast<int64_t>(time * 1e6);  // cards of one model
    add(reference, card, job_of(report, 0, "", ""));
  }
  const ReferenceTable table = against_reference(reference_report(1.1e-3), reference);
  ASSERT_EQ(table.rows.size(), 1u);
  EXPECT_EQ(table.rows[0].jobs, 3u);
  EXPECT_NEAR(table.rows[0].speed, 1 / 1.1, 1e-9);
  EXPECT_NEAR(table.low, 0.8, 1e-9);
  EXPECT_NEAR(table.high, 1.25, 1e-9);
}

TEST(Reference, OneBadJobMakesNoSlowCardUsual) {
  Baseline reference;
  for (const double time : {1e-3, 1.01e-3, 0.99e-3, 1.005e-3, 0.995e-3, 3e-3}) {
    const Report report = reference_report(time);
    add(reference, class_of(report.devices[0], report), job_of(report, 0, "", ""));
  }
  EXPECT_NEAR(against_reference(reference_report(1.1e-3), reference).low, 0.99, 0.01);
}

Baseline reference_of(const Report& report) {
  Baseline reference;
  add(reference, class_of(report.devices[0], report), job_of(report, 0, "", ""));
  return reference;
}

TEST(Reference, LeavesOutWhatWasMeasuredUnderOtherConditions) {
  Report report = reference_report(1e-3);
  report.devices[0].clock_policy = "locked";
  report.run.schedule.cases = {{report.measurements[0].id}};
  Report data = report, method = report, policy = report;
  data.run.schedule.data = DataKind::zeros;
  method.tool.method += 1;
  policy.devices[0].clock_policy = "free";
  for (const auto& [other, what] : {std::pair(&data, "data of operands"), std::pair(&method, "version of the method"),
                                    std::pair(&policy, "policy of the clock")}) {
    Baseline reference = reference_of(*other);
    const ReferenceTable refused = against_reference(report, reference);
    EXPECT_TRUE(refused.rows.empty()) << what;
    ASSERT_TRUE(refused.unlike) << what;
    EXPECT_NE(refused.unlike->what.find(what), std::string::npos) << refused.unlike->what;
    EXPECT_EQ(against_reference(report, reference, true).rows.size(), 1u) << what;
    reference.classes[0].jobs.push_back(job_of(report, 0, "", ""));
    const ReferenceTable alike = against_reference(report, reference);
    EXPECT_EQ(alike.fewest_jobs, 1u) << what;
    EXPECT_FALSE(alike.unlike) << what;
  }
}

TEST(Reference, KnowsNothingOfAnotherModel) {
  Baseline reference;
  Report other = reference_report(1e-3);
  other.devices[0].name = "Another";
  add(reference, class_of(other.devices[0], other), job_of(other, 0, "", ""));
  EXPECT_TRUE(against_reference(reference_report(1e-3), reference).rows.empty());
  EXPECT_TRUE(against_reference(reference_report(1e-3), {}).rows.empty());
}

}  // namespace
}  // namespace gpupeak
