#include "reporters/reporters.h"

#include <gtest/gtest.h>

#include <cmath>
#include <set>
#include <sstream>

#include "core/utf8.h"
#include "formats/report_json.h"
#include "tests/support/example_report.h"
#include "tests/support/hostile_report.h"

namespace gpupeak {
namespace {

TEST(Reporters, HaveDistinctNamesAndExtensionsAndAreFoundByName) {
  std::set<std::string_view> names, extensions;
  for (const Reporter* reporter : reporters()) {
    EXPECT_TRUE(names.insert(reporter->name).second);
    for (const std::string_view extension : extensions_of(*reporter)) EXPECT_TRUE(extensions.insert(extension).second);
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

TEST(Reporters, WriteNoControlCharacterNorInvalidUtf8OfOthers) {
  for (const Reporter* reporter : reporters()) {
    std::ostringstream out;
    reporter->write(testing::hostile_report(), out, {});
    const std::string text = out.str();
    std::string_view rest = text;
    while (!rest.empty()) {
      const std::optional<char32_t> c = take_code_point(rest);
      ASSERT_TRUE(c) << reporter->name;
      const bool layout = *c == '\n' || *c == '\r';
      ASSERT_TRUE(layout || (*c >= 0x20 && *c != 0x7F)) << reporter->name;
      if (reporter->name != "json") {
        ASSERT_TRUE(*c < 0x202A || *c > 0x202E) << reporter->name;
      }
    }
  }
}

TEST(Reporters, NeverWriteNanOrInfinity) {
  Report report = testing::example_report();
  for (size_t i = 0; i < 4; ++i) report.measurements[i].stats->median = i % 2 == 0 ? NAN : INFINITY;
  for (size_t i = 0; i < 4; ++i) report.measurements[i].samples[0].time = Seconds(i % 2 == 0 ? INFINITY : NAN);
  report.measurements[4].clock = Hertz(NAN);
  for (const Reporter* reporter : reporters()) {
    if (reporter->name == "json") continue;  // refuses such a report
    std::ostringstream out;
    reporter->write(report, out, {});
    for (const char* bad : {"nan", "NaN", ":inf", "=inf", ",inf", " inf", "Infinity"})
      EXPECT_EQ(out.str().find(bad), std::string::npos) << reporter->name << ' ' << bad;
  }
}

TEST(Json, IsTheReportAsTheFormatWritesIt) {
  std::ostringstream out;
  reporter_named("json")->write(testing::example_report(), out, {});
  EXPECT_EQ(out.str(), write_report(testing::example_report()));
}

}  // namespace
}  // namespace gpupeak
