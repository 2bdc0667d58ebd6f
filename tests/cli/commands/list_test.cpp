#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "formats/imports.h"
#include "method/metrics.h"
#include "reporters/reporters.h"
#include "tests/support/command_line.h"

namespace gpupeak::testing {
namespace {

using ::testing::HasSubstr;

TEST(List, ShowsSuitesWithTheirAxesByDefault) {
  CommandLine gpupeak;
  const Ran ran = gpupeak.run({"list"});
  EXPECT_EQ(ran.code, 0);
  EXPECT_THAT(ran.out, HasSubstr("alpha: two rungs at two sizes"));
  EXPECT_THAT(ran.out, HasSubstr("64, 128"));
  EXPECT_EQ(ran.out, gpupeak.run({"list", "suites"}).out);
  EXPECT_EQ(ran.err, "");
}

TEST(List, RungsTellOnceWhyADeviceIsMissing) {
  CommandLine gpupeak;
  const std::string text = gpupeak.run({"list", "rungs"}).out, why = "no device here: built without ghosts";
  const size_t first = text.find(why);
  ASSERT_NE(first, std::string::npos) << text;
  EXPECT_EQ(text.find("built without ghosts", first + why.size()), std::string::npos);
}

TEST(List, CasesAreIdsAndNothingElse) {
  CommandLine gpupeak;
  const Ran ran = gpupeak.run({"list", "cases", "--preset", gpupeak.preset, "--filter", "*fast*"});
  EXPECT_EQ(ran.code, 0);
  EXPECT_EQ(ran.out, "alpha/n=64/rung=fast/cache=hot\nalpha/n=128/rung=fast/cache=hot\n");
}

TEST(List, CasesAreThoseThatARunMeasures) {
  CommandLine gpupeak;
  const std::vector<std::string> options{"--preset", gpupeak.preset, "--set", "alpha.n=7", "--cache", "both"};
  std::vector<std::string> list{"list", "cases"}, dry{"run", "--dry-run", "-v"};
  list.insert(list.end(), options.begin(), options.end());
  dry.insert(dry.end(), options.begin(), options.end());
  const std::string ids = gpupeak.run(list).out;
  EXPECT_EQ(std::count(ids.begin(), ids.end(), '\n'), 4);
  EXPECT_TRUE(gpupeak.run(dry).out.ends_with("\n" + ids));
}

TEST(List, DevicesTellWhyABackendHasNone) {
  CommandLine gpupeak;
  const std::string text = gpupeak.run({"list", "devices"}).out;
  EXPECT_THAT(text, HasSubstr("fake:0"));
  EXPECT_THAT(text, HasSubstr("Scripted Device 3000"));
  EXPECT_THAT(text, HasSubstr("built without ghosts"));
  EXPECT_EQ(gpupeak.opened, 0);
}

TEST(List, MetricsAndFormatsNameEveryRowOfTheirTables) {
  CommandLine gpupeak;
  const std::string all_metrics = gpupeak.run({"list", "metrics"}).out;
  for (const Metric* metric : metrics()) EXPECT_THAT(all_metrics, HasSubstr(std::string(metric->name)));
  const std::string all_formats = gpupeak.run({"list", "formats"}).out;
  for (const Reporter* reporter : reporters()) EXPECT_THAT(all_formats, HasSubstr(std::string(reporter->name)));
}

TEST(List, FormatsNameTheToolsWhoseResultsAreRead) {
  CommandLine gpupeak;
  for (const std::vector<std::string>& call :
       {std::vector<std::string>{"list", "formats"}, {"report", "--help"}, {"compare", "--help"}, {"gate", "--help"}})
    for (const std::string_view tool : imported_tools())
      EXPECT_THAT(gpupeak.run(call).out, HasSubstr(std::string(tool))) << call[0];
}

TEST(List, NeverProbesADevice) {
  CommandLine gpupeak;
  for (const char* topic : {"suites", "cases", "rungs", "devices", "metrics", "formats"})
    EXPECT_EQ(gpupeak.run({"list", topic, "--preset", gpupeak.preset}).code, 0) << topic;
  EXPECT_EQ(gpupeak.probed, 0);
}

}  // namespace
}  // namespace gpupeak::testing
