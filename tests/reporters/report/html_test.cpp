#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <set>
#include <sstream>

#include "analysis/gaps/seen_rates.h"
#include "analysis/summary/vendor_ratios.h"
#include "formats/report_json.h"
#include "reporters/html/page.h"
#include "reporters/reporters.h"
#include "tests/formats/random_report.h"
#include "tests/support/example_report.h"
#include "tests/support/golden.h"
#include "tests/support/hostile_report.h"
#include "tests/support/markup_reader.h"

namespace gpupeak {
namespace {

using ::testing::_;
using testing::Element;
using testing::example_report;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::read_markup;

std::string html(const Report& report) {
  std::ostringstream out;
  reporter_named("html")->write(report, out, {});
  return out.str();
}

size_t count(const std::vector<Element>& elements, std::string_view name) {
  return static_cast<size_t>(std::ranges::count(elements, name, &Element::name));
}

// `cases` measured ones in one table.
Report large_report(int cases) {
  Report report;
  report.devices = {testing::example_device()};
  Work work;
  work.add(Resource::fp32, FlopCount(1e9));
  const Measurement one = testing::example_measurement("toy", {{"n", "0"}}, work, Seconds(0.01));
  for (int n = 0; n < cases; ++n) {
    report.measurements.push_back(one);
    report.measurements.back().id.set("n", std::to_string(n));
    report.measurements.back().group = report.measurements.back().id.id();
  }
  return report;
}

TEST(Html, LooksAsItDidWhenAPersonLookedAtIt) {
  EXPECT_TRUE(testing::is_golden("report.html", html(example_report())));
}

TEST(Html, IsWellFormed) {
  const std::vector<Element> elements = read_markup(html(example_report()));
  EXPECT_EQ(elements.front().name, "html");
  EXPECT_GT(count(elements, "svg"), 4u);
  EXPECT_EQ(count(elements, "h1"), 1u);
}

TEST(Html, NamesNothingOutsideItself) {
  const std::vector<Element> elements = read_markup(html(example_report()));
  for (const Element& e : elements) {
    EXPECT_NE(e.name, "link");
    EXPECT_NE(e.name, "img");
    for (const auto& [name, value] : e.attributes) {
      EXPECT_NE(name, "src");
      if (name == "href") {
        EXPECT_EQ(value.front(), '#');
      }
      EXPECT_FALSE(name.starts_with("on")) << name;
    }
    if (e.name == "style") {
      EXPECT_THAT(e.text, Not(HasSubstr("url(")));
    }
  }
}

TEST(Html, ForbidsEverythingButItsOwnStyleAndScript) {
  EXPECT_THAT(html(example_report()), HasSubstr("content=\"default-src 'none'; style-src 'unsafe-inline'; script-src "
                                                "'unsafe-inline'; base-uri 'none'; form-action 'none'\""));
}

TEST(Html, HasARowForEveryCase) {
  Report report = large_report(30);
  const std::vector<Element> elements = read_markup(html(report));
  for (int n = 0; n < 30; ++n)
    EXPECT_TRUE(std::ranges::any_of(elements, [&](const Element& e) {
      return e.name == "td" && e.attributes.contains("class") && e.attributes.at("class") == "n key name" &&
             e.text == std::to_string(n);
    })) << n;
}

// The example on two devices.
Report on_two_devices() {
  Report report = example_report();
  report.devices = {report.devices.front(), report.devices.front()};
  const std::vector<Measurement> first = report.measurements;
  for (Measurement m : first) {
    m.device = 1;
    report.measurements.push_back(std::move(m));
  }
  return report;
}

TEST(Html, NoTwoRegionsHaveOneName) {
  std::set<std::string> names;
  for (const Element& e : read_markup(html(on_two_devices()))) {
    if (!e.attributes.contains("role") || e.attributes.at("role") != "region") continue;
    EXPECT_TRUE(names.insert(e.attributes.at("aria-label")).second) << e.attributes.at("aria-label");
  }
  EXPECT_GT(names.size(), 10u);
}

TEST(Html, GapsOfSeveralDevicesSayWhose) {
  EXPECT_THAT(html(on_two_devices()), HasSubstr("</code> on device 1 reaches "));
  EXPECT_THAT(html(example_report()), HasSubstr("</code> reaches "));
}

TEST(Html, CarriesTheReport) {
  const Report report = example_report();
  EXPECT_EQ(write_report(read_report(report_text(html(report), "r.html"), "r.html")), write_report(report));
}

TEST(Html, SaysFirstWhatCameOfTheRun) {
  const std::string page = html(example_report());
  EXPECT_LT(page.find("class=\"verdict alarm\""), page.find("class=\"card\""));
  EXPECT_THAT(page, HasSubstr("Reliability low: 14 of 15"));
  EXPECT_THAT(page, HasSubstr("<span class=\"alarm\">1 wrong</span>"));
  EXPECT_THAT(page, HasSubstr("<span class=\"alarm\">1 implausible</span>"));
}

TEST(Html, AScriptOfAtMost3KBAddsWhatThePageDoesWithout) {
  EXPECT_LE(html::page_script().size(), 3072u);
  const std::vector<Element> elements = read_markup(html(example_report()));
  EXPECT_EQ(count(elements, "button"), 0u);
  EXPECT_EQ(count(elements, "input"), 0u);
}

TEST(Html, HostileNamesAreTextAndNothingElse) {
  Report report = example_report();
  const std::string hostile = "</title></script><script>alert(1)</script>\"onload='x' \x1b[31m \xff \u202e =cmd|";
  report.tool.version = report.run.started_at = report.run.host.hostname = report.run.schedule.preset = hostile;
  for (DeviceInfo& device : report.devices) {
    device.name = device.driver = device.unit_name = device.clock_source = device.clock_policy = hostile;
    device.features = {hostile};
    device.notes = {said(hostile)};
    device.libraries = {{hostile, "", "", hostile}, {hostile, hostile, hostile, ""}};
    device.caches.front().name = hostile;
    for (auto& [resource, rate] : device.peak.rates) rate.derivation = hostile;
    for (auto& [resource, why] : device.peak.unknown) why = hostile;
  }
  for (Measurement& m : report.measurements) {
    m.id.set(hostile, hostile);
    m.notes = {said(hostile)};
    if (m.outcome != Outcome::measured) m.reason = hostile;
  }
  const std::string page = html(report);
  const std::vector<Element> elements = read_markup(page);
  EXPECT_EQ(count(elements, "script"), 2u);
  for (const Element& e : elements) EXPECT_FALSE(e.attributes.contains("onload"));
  EXPECT_EQ(page.find('\x1b'), std::string::npos);
  EXPECT_EQ(page.find("\u202e"), std::string::npos);
}

TEST(Html, AttacksOfAllKindsAreTextAndNothingElse) {
  const std::vector<Element> elements = read_markup(html(testing::hostile_report()));
  EXPECT_EQ(count(elements, "script"), 2u);
  for (const Element& e : elements)
    for (const auto& [name, value] : e.attributes) EXPECT_FALSE(name.starts_with("on")) << name;
}

TEST(Html, IsWellFormedWhateverTheReport) {
  for (unsigned seed = 1; seed <= 60; ++seed) {
    SCOPED_TRACE(seed);
    const std::string page = html(testing::RandomReport(seed)());
    EXPECT_NO_THROW(read_markup(page));
    const std::string shown = page.substr(0, page.find("gpupeak-report"));
    EXPECT_THAT(shown, Not(HasSubstr("=\"nan")));
    EXPECT_THAT(shown, Not(HasSubstr("=\"inf")));
  }
}

TEST(Html, FiguresAtTheEdgeOfWhatANumberHoldsAreDrawn) {
  for (const double extreme : {1e300, 1e-300, 0.0, -1.0}) {
    SCOPED_TRACE(extreme);
    Report report = example_report();
    for (Measurement& m : report.measurements) {
      m.work.working_set = Bytes(extreme);
      for (Sample& s : m.samples) s.time = Seconds(extreme), s.clock = Hertz(extreme);
      if (m.stats) m.stats->median = m.stats->min = m.stats->max = extreme;
      m.clock = Hertz(extreme);
    }
    for (DeviceInfo& device : report.devices)
      for (auto& [resource, rate] : device.peak.rates) rate.per_second = extreme;
    const std::string page = html(report);
    EXPECT_NO_THROW(read_markup(page));
    for (const char* wrong : {">nan", ">inf", ">-inf", "\"nan\"", "\"inf\"", " nan ", " inf "})
      EXPECT_THAT(page, Not(HasSubstr(wrong)));
  }
}

TEST(Html, ManySuitesAndLongNamesStayAPage) {
  Report report = large_report(3000);
  for (size_t i = 0; i < report.measurements.size(); ++i) {
    Measurement& m = report.measurements[i];
    m.id = Case("suite" + std::to_string(i), {{"n", std::string(i == 0 ? 200'000 : 5, 'x')}});
    m.group = m.id.id();
  }
  const std::string page = html(report);
  EXPECT_THAT(page, HasSubstr("Pictures are of the first 40 of 3000 suites"));
  EXPECT_THAT(page, HasSubstr("The first 200 of 3000 tables"));
  EXPECT_LT(page.size(), 16u << 20);
}

TEST(Html, AnEmptyReportSaysSo) {
  const std::string page = html({});
  read_markup(page);
  EXPECT_THAT(page, HasSubstr("the report has no case"));
  EXPECT_THAT(page, HasSubstr("No device is described"));
  EXPECT_THAT(page, Not(HasSubstr("<svg")));
}

TEST(Html, AReportWithNothingMeasuredHasTablesAndNoPictures) {
  Report report;
  report.devices = {testing::example_device()};
  report.measurements = {testing::example_without_time("toy", {{"n", "1"}}, Outcome::skipped, "no memory")};
  const std::string page = html(report);
  read_markup(page);
  EXPECT_THAT(page, HasSubstr("no memory"));
  EXPECT_THAT(page, Not(HasSubstr("<svg")));
  EXPECT_THAT(page, Not(HasSubstr("<figure")));
}

TEST(Html, FiguresThatAreNoNumbersAreNotShown) {
  Report report = example_report();
  for (Measurement& m : report.measurements) {
    if (m.stats) m.stats->median = std::numeric_limits<double>::quiet_NaN();
    m.clock = Hertz(std::numeric_limits<double>::infinity());
  }
  std::ostringstream out;
  html::write_case_table(report, VendorRatios(report), SeenRates(report), "cases", {&report.measurements.front()}, 10,
                         out);
  EXPECT_THAT(out.str(), Not(HasSubstr("nan")));
  EXPECT_THAT(out.str(), Not(HasSubstr("inf")));
}

TEST(Html, AReportThatJsonCannotHoldIsShownAllTheSame) {
  Report report = example_report();
  report.measurements.front().stats->median = std::numeric_limits<double>::quiet_NaN();
  const std::string page = html(report);
  EXPECT_THAT(page, HasSubstr("The report is not in this page: it holds figures that are no numbers."));
  EXPECT_NO_THROW(read_markup(page));
}

TEST(Html, APageOfManyCasesStaysAPage) {
  const std::string page = html(large_report(2000));
  EXPECT_LT(page.size(), 8u << 20);
  EXPECT_THAT(page, HasSubstr("the 12 least certain of 2000 cases"));
}

// The cells of the first row of a table of this case alone.
std::vector<std::string> cells(const Measurement& m) {
  Report report;
  report.devices = {testing::example_device()};
  report.measurements = {m};
  std::ostringstream out;
  html::write_case_table(report, VendorRatios(report), SeenRates(report), "cases", {&report.measurements.front()}, 10,
                         out);
  std::vector<std::string> texts;
  for (const Element& e : read_markup(out.str()))
    if (e.name == "td") texts.push_back(e.text);
  return texts;
}

TEST(Html, APercentileIsNamedAndTheMedianKeepsItsOwnPrecision) {
  Measurement m = testing::example_measurement("infer", {{"batch", "1"}}, Work{}, Seconds(8.6e-6));
  m.latencies = Latencies{.count = 1000,
                          .p50 = Seconds(8.6e-6),
                          .max = Seconds(9e-6),
                          .p95 = {},
                          .p99 = Seconds(8.733e-6),
                          .p99_doubles_at = {}};
  EXPECT_THAT(cells(m), ::testing::ElementsAre("8.733 us p99", "8.600 us ± 0.3 %", _));
}

TEST(Html, WhyACaseWasNotMeasuredStandsInPlaceOfItsFigures) {
  Report report = large_report(2);
  report.measurements.push_back(testing::example_without_time("toy", {{"n", "2"}}, Outcome::skipped, "no memory"));
  Cases cases;
  for (const Measurement& m : report.measurements) cases.push_back(&m);
  std::ostringstream out;
  html::write_case_table(report, VendorRatios(report), SeenRates(report), "cases", cases, 10, out);
  const std::vector<Element> elements = read_markup(out.str());
  const auto reason = std::ranges::find_if(elements, [](const Element& e) { return e.attributes.contains("colspan"); });
  ASSERT_NE(reason, elements.end());
  EXPECT_EQ(reason->text, "skipped");
  EXPECT_EQ(std::stoul(reason->attributes.at("colspan")), count(elements, "th") - 1);
  EXPECT_THAT(out.str(), HasSubstr("<p>no memory</p>"));
}

TEST(Html, OneSampleHasNoInterval) {
  Measurement m = testing::example_measurement("toy", {{"n", "1"}}, Work{}, Seconds(1), 0.01, 1);
  m.work.steps = 10;
  ASSERT_FALSE(m.stats->median_interval);
  EXPECT_THAT(cells(m), ::testing::Not(::testing::Contains(HasSubstr("0.0 %"))));
}

TEST(Html, NoShareOfACeilingIsShownOfWhatIsNotPrecise) {
  Work work;
  work.add(Resource::fp32, FlopCount(1e9));
  const auto shares = [&](double spread) {
    return std::ranges::count_if(cells(testing::example_measurement("toy", {{"n", "1"}}, work, Seconds(0.01), spread)),
                                 [](const std::string& text) { return text.ends_with(" %"); });
  };
  EXPECT_EQ(shares(0.003), 2) << "± and of ceiling";
  EXPECT_EQ(shares(0.2), 1) << "± alone";
}

TEST(Html, AnIntervalWiderThanItsMedianIsNoFigure) {
  Measurement m = testing::example_measurement("toy", {{"n", "1"}}, Work{}, Seconds(1));
  m.work.steps = 10;
  m.stats->median_interval->low = 0.1;
  m.stats->median_interval->high = 3;
  EXPECT_THAT(cells(m), ::testing::Contains("unsteady"));
}

TEST(Html, MoreRowsThanABrowserShowsAreCutAndTheReportLeftOut) {
  const std::string page = html(large_report(10'001));
  EXPECT_THAT(page, HasSubstr("The first 5000 of 10001 cases; report.json has them all."));
  EXPECT_THAT(page, HasSubstr("The report is too large to ride in this page"));
  EXPECT_THAT(page, Not(HasSubstr("gpupeak-report")));
}

}  // namespace
}  // namespace gpupeak
