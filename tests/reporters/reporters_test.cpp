#include "reporters/reporters.h"

#include <gtest/gtest.h>

#include <set>
#include <sstream>

#include "formats/report_json.h"
#include "tests/support/example_report.h"

namespace gpupeak {
namespace {

TEST(Reporters, HaveDistinctNamesAndExtensionsAndAreFoundByName) {
  std::set<std::string_view> names, extensions;
  for (const Reporter* reporter : reporters()) {
    EXPECT_TRUE(names.insert(reporter->name).second);
    EXPECT_TRUE(extensions.insert(reporter->extension).second);
    EXPECT_FALSE(reporter->summary.empty());
    EXPECT_EQ(reporter_named(reporter->name), reporter);
  }
  EXPECT_EQ(reporter_named("yaml"), nullptr);
  EXPECT_EQ(reporter_named(""), nullptr);
}

TEST(Reporters, ArePureFunctionsOfTheReport) {
  for (const Reporter* reporter : reporters()) {
    std::ostringstream first, second;
    reporter->write(testing::example_report(), first, {});
    reporter->write(testing::example_report(), second, {});
    EXPECT_EQ(first.str(), second.str()) << reporter->name;
    EXPECT_FALSE(first.str().empty()) << reporter->name;
  }
}

TEST(Reporters, LeaveTheStateOfTheStreamAlone) {
  for (const Reporter* reporter : reporters()) {
    std::ostringstream out;
    const auto flags = out.flags();
    reporter->write(testing::example_report(), out, {});
    EXPECT_EQ(out.flags(), flags) << reporter->name;
  }
}

TEST(Json, IsTheReportAsTheFormatWritesIt) {
  std::ostringstream out;
  reporter_named("json")->write(testing::example_report(), out, {});
  EXPECT_EQ(out.str(), write_report(testing::example_report()));
}

}  // namespace
}  // namespace gpupeak
