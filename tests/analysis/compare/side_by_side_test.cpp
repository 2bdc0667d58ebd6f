#include "analysis/compare/side_by_side.h"

#include <gtest/gtest.h>

#include "method/judge.h"
#include "tests/support/fake_device.h"

namespace gpupeak {
namespace {

Measurement side_by_side_measured(const std::string& n, double time, std::optional<double> joules = {}) {
  Measurement m;
  m.id = Case("toy", {{"n", n}});
  m.work.add(Resource::fp32, FlopCount(1e6));
  for (int i = 0; i < 5; ++i) m.samples.push_back({Seconds(time), 2, Hertz(1e9), 0});
  if (joules) m.telemetry.emplace().energy = Joules(*joules);
  judge(m, testing::fake_device_info());
  return m;
}

Report side_by_side_report(const char* device, std::vector<Measurement> measurements) {
  Report report;
  report.devices = {testing::fake_device_info()};
  report.devices[0].name = device;
  report.measurements = std::move(measurements);
  return report;
}

TEST(SideBySide, IsTheGeometricMeanOfWhatAllMeasured) {
  const std::vector<Report> reports{
      side_by_side_report("slow", {side_by_side_measured("1", 1e-3, 10), side_by_side_measured("2", 1e-3, 10),
                                   side_by_side_measured("3", 1e-3)}),
      side_by_side_report("fast", {side_by_side_measured("1", 0.5e-3, 20), side_by_side_measured("2", 0.125e-3, 5)})};
  const SideBySide table = side_by_side(reports, {"a", "b"}, {2, 8});
  EXPECT_TRUE(table.devices_differ);
  ASSERT_EQ(table.rows.size(), 2u);
  EXPECT_EQ(table.rows[1].cells[1].measured, &reports[1].measurements[1]);
  EXPECT_EQ(table.columns[1].price, 8);
  EXPECT_DOUBLE_EQ(*table.rows[0].cells[0].joules, 1) << "of a launch, ten in all";
  EXPECT_NEAR(table.columns[1].speed, 4, 1e-9);
  EXPECT_NEAR(*table.columns[1].joules, 1, 1e-9);
  EXPECT_NEAR(*table.columns[1].speed_per_price, 1, 1e-9);
  EXPECT_NEAR(*table.columns[0].efficiency, 15.625e-6 / 1e-3, 1e-9);
}

TEST(SideBySide, LeavesOutOtherWorkAndWhatIsUnknown) {
  Measurement other = side_by_side_measured("1", 1e-3);
  other.work.add(Resource::fp32, FlopCount(1e5));
  const std::vector<Report> reports{side_by_side_report("x", {side_by_side_measured("1", 1e-3)}),
                                    side_by_side_report("x", {other})};
  const SideBySide table = side_by_side(reports, {"a", "b"}, {});
  EXPECT_FALSE(table.devices_differ);
  EXPECT_TRUE(table.rows.empty());
  EXPECT_EQ(table.columns[1].speed, 1);
  EXPECT_FALSE(table.columns[1].joules);
  EXPECT_FALSE(table.columns[1].speed_per_price);
}

TEST(SideBySide, IsWorthShowingWhereARatioDoesNotSayAll) {
  const Report x = side_by_side_report("x", {side_by_side_measured("1", 1e-3)}),
               y = side_by_side_report("y", {side_by_side_measured("1", 1e-3)});
  const auto shown = [](const std::vector<Report>& reports, const std::vector<double>& prices) {
    return side_by_side(reports, std::vector<std::string>(reports.size(), "name"), prices).worth_showing();
  };
  EXPECT_FALSE(shown({x, x}, {}));
  EXPECT_TRUE(shown({x, y}, {}));
  EXPECT_TRUE(shown({x, x}, {1, 1}));
  EXPECT_TRUE(shown({x, x, x}, {}));
}

TEST(SideBySide, HoldsEachDeviceAgainstItself) {
  const auto on_two = [](const char* first, double a, const char* second, double b) {
    Report report = side_by_side_report("x", {side_by_side_measured("1", a), side_by_side_measured("1", b)});
    report.devices.push_back(report.devices[0]);
    report.devices[0].uuid = first;
    report.devices[1].uuid = second;
    report.measurements[1].device = 1;
    return report;
  };
  const std::vector<Report> reports{on_two("GPU-x", 1, "GPU-y", 2), on_two("GPU-y", 2, "GPU-x", 0.5)};
  const SideBySide table = side_by_side(reports, {"a", "b"}, {});
  ASSERT_EQ(table.rows.size(), 2u);
  EXPECT_EQ(table.rows[0].id, "toy/n=1/device=0");
  EXPECT_NEAR(speed_of(table.rows[0], 1), 2, 1e-9);
  EXPECT_EQ(table.rows[1].id, "toy/n=1/device=1");
  EXPECT_NEAR(speed_of(table.rows[1], 1), 1, 1e-9);
}

TEST(SideBySide, LettersGoOnBehindZ) {
  for (const auto& [place, letter] : {std::pair(0, "A"), std::pair(25, "Z"), std::pair(26, "AA"), std::pair(51, "AZ"),
                                      std::pair(52, "BA"), std::pair(702, "AAA")})
    EXPECT_EQ(side_letter(static_cast<size_t>(place)), letter);
}

}  // namespace
}  // namespace gpupeak
