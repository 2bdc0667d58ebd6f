#include <gtest/gtest.h>

#include <set>

#include "tests/support/example_report.h"
#include "tests/support/golden.h"
#include "tests/support/written.h"

namespace gpupeak {
namespace {

using testing::example_report;

std::string github_action_benchmark_part(std::string_view extension, const Report& report) {
  std::ostringstream out;
  for (const ReportPart& one : reporter_named("github-action-benchmark")->parts)
    if (one.extension == extension) one.write(report, out, {});
  return out.str();
}

TEST(GithubActionBenchmark, LooksAsItDidWhenAPersonLookedAtIt) {
  EXPECT_TRUE(testing::is_golden("report.bigger.json", github_action_benchmark_part("bigger.json", example_report())));
  EXPECT_TRUE(
      testing::is_golden("report.smaller.json", github_action_benchmark_part("smaller.json", example_report())));
}

TEST(GithubActionBenchmark, EveryCaseThatWasMeasuredIsInOneOfTheFiles) {
  std::set<std::string> names;
  for (const char* extension : {"bigger.json", "smaller.json"})
    for (const Json& row : testing::parsed(github_action_benchmark_part(extension, example_report()))) {
      EXPECT_TRUE(names.insert(row.at("name")).second);
      EXPECT_TRUE(row.at("value").is_number());
      EXPECT_TRUE(row.at("unit").is_string());
    }
  EXPECT_EQ(names.size(), 15u);
}

TEST(GithubActionBenchmark, LatenciesAreBetterWhereTheyAreSmaller) {
  for (const Json& row : testing::parsed(github_action_benchmark_part("smaller.json", example_report())))
    EXPECT_EQ(row.at("unit"), "s");
  for (const Json& row : testing::parsed(github_action_benchmark_part("bigger.json", example_report())))
    EXPECT_NE(row.at("unit"), "s");
}

TEST(GithubActionBenchmark, OfNothingIsAnEmptyList) {
  EXPECT_TRUE(testing::parsed(github_action_benchmark_part("bigger.json", Report{})).empty());
}

}  // namespace
}  // namespace gpupeak
