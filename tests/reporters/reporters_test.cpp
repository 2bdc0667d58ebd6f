#include "reporters/reporters.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
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

// One time of another tool on a machine of which it tells nothing.
Report hardly_known() {
  Report report;
  report.tool.version = "hyperfine";
  report.run.state = "complete";
  report.devices.emplace_back().backend = "host";
  Measurement m;
  m.id = Case("hyperfine", {{"name", "sleep"}});
  m.group = m.id.id();
  m.samples = {{Seconds(1.25e-7), 1, std::nullopt, 0}};
  m.stats = statistics_of(m.samples, m.summary);
  m.outcome = Outcome::measured;
  report.measurements.push_back(m);
  return report;
}

// Every 0 that stands for itself in a text, with what stands before it.
std::vector<std::string> zeros_in(const std::string& text) {
  std::vector<std::string> found;
  const auto part = [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) || c == '.' || c == '_' || c == '#';
  };
  for (size_t i = 0; i < text.size();) {
    if (!part(text[i])) {
      ++i;
      continue;
    }
    const size_t from = i;
    while (i < text.size() && part(text[i])) ++i;
    const std::string word = text.substr(from, i - from);
    if (word.find_first_not_of("0.") == std::string::npos && word.find('0') != std::string::npos)
      found.push_back(text.substr(from < 40 ? 0 : from - 40, i - (from < 40 ? 0 : from - 40)));
  }
  return found;
}

// TABLE of what stands before a 0 that is counted: places in a list, and cases that did not end so. A page's own style
// and script are left out.
struct CountedZero {
  std::string_view reporter, before;
};
constexpr CountedZero counted_zeros[] = {
    {"json", "\"index\": "},
    {"json", "\"device\": "},
    {"json", "\"sample_process\": ["},
    {"json", "\"precise\": "},
    {"json", "\"unsteady\": "},
    {"html", "\"index\": "},
    {"html", "\"device\": "},
    {"html", "\"sample_process\": ["},
    {"html", "\"precise\": "},
    {"html", "\"unsteady\": "},
    {"html", "id=\"suite-"},
    {"html", "tabindex=\""},
    {"csv", "=sleep,hyperfine,"},
    {"jsonl", "\"device\":"},
    {"jsonl", "\"sample_process\":["},
    {"junit", "failures=\""},
    {"junit", "errors=\""},
    {"junit", "skipped=\""},
    {"github", "faults="},
    {"openmetrics", "device=\""},
    {"openmetrics", "_cases{outcome="},
    {"gbench", "_index\":"},
    {"gbench", "left_out\":\""},
    {"sql", "VALUES (282403530827798289,"},
};

bool is_counted(std::string_view reporter, std::string_view zero) {
  return std::ranges::any_of(counted_zeros, [&](const CountedZero& counted) {
    const size_t at = zero.rfind(counted.before);
    return reporter.starts_with(counted.reporter) && at != std::string_view::npos &&
           zero.substr(at + counted.before.size()).find_first_of(";\n") == std::string_view::npos;
  });
}

std::string without_style_and_script(std::string page) {
  for (const auto& [begin, end] : {std::pair("<style>", "</style>"), std::pair("<script>", "</script>")})
    for (size_t from = page.find(begin); from != std::string::npos; from = page.find(begin, from))
      page.erase(from, page.find(end, from) - from + std::string_view(end).size());
  return page;
}

TEST(Reporters, SayNoZeroThatNobodyMeasured) {
  for (const Reporter* reporter : reporters()) {
    std::ostringstream out;
    reporter->write(hardly_known(), out, {});
    for (const std::string& zero : zeros_in(without_style_and_script(out.str())))
      EXPECT_TRUE(is_counted(reporter->name, zero)) << reporter->name << ": " << zero;
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
