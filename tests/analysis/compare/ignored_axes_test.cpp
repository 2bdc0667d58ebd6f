#include "analysis/compare/ignored_axes.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <stdexcept>

namespace gpupeak {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

using AxisList = std::vector<std::pair<std::string, std::string>>;

Report with_ids(const std::vector<AxisList>& cases) {
  Report report;
  for (const AxisList& axes : cases) {
    Measurement m;
    m.id = Case("llama-bench", axes);
    m.group = m.id.id();
    report.measurements.push_back(m);
    report.run.schedule.cases.push_back({m.id, Cache::hot});
  }
  return report;
}

TEST(IgnoredAxes, AreTakenOutOfEveryIdAndLeaveTheOthers) {
  const Report left =
      without_axes(with_ids({{{"name", "7B"}, {"n_prompt", "512"}, {"backends", "ROCm"}}}), {"backends", "absent"});
  EXPECT_EQ(left.measurements[0].id.id(), "llama-bench/name=7B/n_prompt=512");
  EXPECT_EQ(left.measurements[0].group, left.measurements[0].id.id());
  EXPECT_EQ(left.run.schedule.cases[0].id.id(), left.measurements[0].id.id());
  Baseline baseline;
  baseline.classes.push_back({{.backend = "host", .name = ""}, {BaselineJob{}}});
  baseline.classes[0].jobs[0].cases["llama-bench/name=a%2Fb/backends=ROCm"] = {.time_s = {1}};
  EXPECT_TRUE(without_axes(baseline, {"backends"}).classes[0].jobs[0].cases.contains("llama-bench/name=a%2Fb"));
}

TEST(IgnoredAxes, NeverMakeOneCaseOfTwo) {
  const Report two = with_ids({{{"name", "7B"}, {"backends", "ROCm"}}, {{"name", "7B"}, {"backends", "Vulkan"}}});
  try {
    without_axes(two, {"backends"});
    FAIL();
  } catch (const std::invalid_argument& error) {
    EXPECT_STREQ(error.what(),
                 "without backends, llama-bench/name=7B/backends=ROCm and llama-bench/name=7B/backends=Vulkan would be "
                 "one case");
  }
}

TEST(AxesApart, AreTheOneWithoutWhichReportsMeet) {
  const Report rocm = with_ids(
      {{{"name", "7B"}, {"n", "1"}, {"backends", "ROCm"}}, {{"name", "7B"}, {"n", "2"}, {"backends", "ROCm"}}});
  EXPECT_THAT(axes_apart(rocm, with_ids({{{"name", "7B"}, {"n", "2"}, {"backends", "Vulkan"}}})),
              ElementsAre("backends"));
  const Report one = with_ids({{{"name", "7B"}, {"n", "1"}, {"backends", "ROCm"}}});
  EXPECT_THAT(axes_apart(one, with_ids({{{"name", "7B"}, {"n", "3"}, {"backends", "Vulkan"}}})),
              ElementsAre("backends", "n"))
      << "where one alone does not do";
  EXPECT_THAT(axes_apart(rocm, with_ids({{{"name", "13B"}, {"n", "1"}, {"backends", "ROCm"}}})), IsEmpty())
      << "another benchmark is no other place";
}

}  // namespace
}  // namespace gpupeak
