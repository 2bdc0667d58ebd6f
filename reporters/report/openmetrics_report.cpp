// A report as gauges, for the textfile collector of Prometheus's node exporter and as a metrics report of GitLab.
#include <fmt/format.h>

#include <array>
#include <string>
#include <unordered_set>
#include <vector>

#include "reporters/report/exported.h"
#include "reporters/report/figures.h"
#include "reporters/reporters.h"
#include "reporters/text/openmetrics.h"

namespace gpupeak {
namespace {

using namespace openmetrics;

// One series per case: a second case of the same id and device would make the whole file invalid.
struct Series {
  const Measurement* m;
  std::string labels;
};

std::vector<Series> openmetrics_report_series(const Report& report) {
  std::vector<Series> all;
  std::unordered_set<std::string> taken;
  for (const Measurement& m : report.measurements) {
    if (!usable(m)) continue;
    const DeviceInfo* device = device_of(report, m);
    std::string labels = fmt::format("{},{},{}", label("device", std::to_string(m.device)),
                                     label("uuid", device ? device->uuid : ""), label("benchmark", m.id.id()));
    if (taken.insert(labels).second) all.push_back({&m, std::move(labels)});
  }
  return all;
}

void write_counts(const Report& report, std::ostream& out) {
  std::array<size_t, outcomes.size()> counts{};
  for (const Measurement& m : report.measurements) ++counts[static_cast<size_t>(m.outcome)];
  const Family family{"gpupeak_cases", "", "cases by what became of them"};
  write_head(out, family);
  for (const Outcome outcome : outcomes)
    write_gauge(out, family.name, label("outcome", name(outcome)),
                static_cast<double>(counts[static_cast<size_t>(outcome)]));
}

void write_info(const Report& report, std::ostream& out) {
  const Family build{"gpupeak_build_info", "", "the gpupeak that measured"};
  write_head(out, build);
  write_gauge(out, build.name,
              fmt::format("{},{}", label("version", report.tool.version), label("commit", report.tool.commit)), 1);
  if (report.devices.empty()) return;
  const Family devices{"gpupeak_device_info", "", "the devices by their place in the report"};
  write_head(out, devices);
  for (size_t i = 0; i < report.devices.size(); ++i)
    write_gauge(out, devices.name,
                fmt::format("{},{},{}", label("device", std::to_string(i)), label("uuid", report.devices[i].uuid),
                            label("name", report.devices[i].name)),
                1);
}

void write_openmetrics_report(const Report& report, std::ostream& out, const Style&) {
  write_info(report, out);
  write_counts(report, out);
  const std::vector<Series> all = openmetrics_report_series(report);
  for (const Metric* metric : metrics()) {
    const Family family = family_of(*metric);
    bool headed = false;
    for (const Series& series : all) {
      const std::optional<double> value = finite_value(*metric, *series.m);
      if (!value) continue;
      if (!headed) write_head(out, family);
      headed = true;
      write_gauge(out, family.name, series.labels, *value);
    }
  }
  write_end(out);
}

}  // namespace

extern constinit const Reporter openmetrics_reporter{
    .name = "openmetrics",
    .extension = "prom",
    .summary = "gauges for Prometheus, OpenMetrics and GitLab's metrics reports, to three significant digits",
    .write = write_openmetrics_report,
};

}  // namespace gpupeak
