// A report as the test results that CI servers show: a case is a test, a wrong result a failure, a case that broke off
// an error. Its time is how long it was measured, never the figure that came out.
#include <fmt/format.h>

#include <array>

#include "analysis/summary/vendor_ratios.h"
#include "core/format.h"
#include "reporters/report/exported.h"
#include "reporters/report/figures.h"
#include "reporters/reporters.h"
#include "reporters/text/junit.h"

namespace gpupeak {
namespace {

using namespace junit;

struct JunitReportMapping {
  Outcome outcome;
  std::string_view element, type;
};
constexpr std::array junit_report_mappings{
    JunitReportMapping{Outcome::measured, "", ""},
    JunitReportMapping{Outcome::skipped, "skipped", "skipped"},
    JunitReportMapping{Outcome::wrong, "failure", "wrong"},
    JunitReportMapping{Outcome::failed, "error", "failed"},
    JunitReportMapping{Outcome::implausible, "failure", "implausible"},
};

TestCase junit_report_test_case(const PlacedSuite& suite, const Measurement& m, const VendorRatios& vendors) {
  TestCase one;
  one.class_name = suite.place + "." + suite.suite;
  one.name = axes_in(m.id);
  one.seconds = timed_seconds(m);
  for (const JunitReportMapping& mapping : junit_report_mappings)
    if (mapping.outcome == m.outcome) one.result = {mapping.element, mapping.type, m.reason};
  for (const Metric* metric : metrics())
    if (const auto value = finite_value(*metric, m))
      one.facts.emplace_back(metric->title == "±" ? "precision" : metric->title, text_of(*value, metric->unit));
  if (const auto ratio = vendors.shown(m)) one.facts.emplace_back("of vendor", share(*ratio));
  for (const std::string& note : texts(m.notes)) one.facts.emplace_back("note", note);
  return one;
}

// 2026-11-20T23:20:11Z as the schemas want it: without the zone.
std::string timestamp(std::string text) {
  if (text.ends_with('Z')) text.pop_back();
  return text;
}

void write_junit_report(const Report& report, std::ostream& out, Flavor flavor) {
  const VendorRatios vendors(report);
  begin_document(out, "gpupeak");
  for (const PlacedSuite& group : by_suite(report)) {
    TestSuite suite;
    suite.name = group.place + "." + group.suite;
    suite.hostname = report.run.host.hostname;
    suite.timestamp = timestamp(report.run.started_at);
    const DeviceInfo* device = device_of(report, *group.cases.front());
    if (device) suite.properties = {{"device", device->name}, {"driver", device->driver}};
    suite.properties.emplace_back("gpupeak", report.tool.version + " " + report.tool.commit);
    suite.properties.emplace_back("preset", report.run.schedule.preset);
    for (const Measurement* m : group.cases) {
      TestCase one;  // what is counted, without the cost of its figures
      one.seconds = timed_seconds(*m);
      one.result.element = junit_report_mappings[static_cast<size_t>(m->outcome)].element;
      count(suite, one);
    }
    begin_suite(out, suite);
    for (const Measurement* m : group.cases) write_case(out, junit_report_test_case(group, *m, vendors), flavor);
    end_suite(out);
  }
  end_document(out);
}

}  // namespace

extern constinit const Reporter junit_reporter{
    .name = "junit",
    .extension = "junit.xml",
    .summary = "test results for Jenkins, GitLab and others, valid against the schema of Jenkins's xunit plugin",
    .write = [](const Report& report, std::ostream& out,
                const Style&) { write_junit_report(report, out, Flavor::strict); },
};

extern constinit const Reporter junit_rich_reporter{
    .name = "junit-rich",
    .extension = "junit-rich.xml",
    .summary = "the same with properties at each case, which Jenkins's junit plugin and GitLab show",
    .write = [](const Report& report, std::ostream& out,
                const Style&) { write_junit_report(report, out, Flavor::rich); },
};

}  // namespace gpupeak
