// Charts and alerts of github-action-benchmark. Which way is better holds for a whole file there, so there are two:
// rates for `tool: customBiggerIsBetter`, times for `tool: customSmallerIsBetter`.
#include <fmt/format.h>

#include <array>
#include <string>

#include "core/format.h"
#include "reporters/report/exported.h"
#include "reporters/report/figures.h"
#include "reporters/reporters.h"
#include "reporters/text/json_stream.h"

namespace gpupeak {
namespace {

std::string extra(const Report& report, const Measurement& m) {
  std::string text;
  const auto add = [&](const std::string& fact) { text += (text.empty() ? "" : "; ") + fact; };
  const std::optional<Ceiling>& ceiling = m.clocked ? m.clocked : m.rated;
  for (const std::string_view name : {"efficiency_clocked", "clock_hz"})
    if (const Metric* metric = metric_named(name))
      if (const auto value = finite_value(*metric, m))
        add(fmt::format("{} {}", metric->unit == MetricUnit::ratio ? share(*value) : text_of(*value, metric->unit),
                        metric->title));
  if (ceiling) add(fmt::format("bound by {}", row(ceiling->bound_by).name));
  if (const DeviceInfo* device = device_of(report, m)) {
    const std::string driver = device->driver.empty() ? "" : "driver " + device->driver;
    const std::string where = device->name + (device->name.empty() || driver.empty() ? "" : ", ") + driver;
    if (!where.empty()) add(where);
  }
  return text;
}

// The figure a reader wants first, where it is better in this direction; else, among times, the time.
const Metric* shown_metric(const Measurement& m, Better direction) {
  const Metric* metric = headline(m);
  if (metric && metric->better == direction) return metric;
  return !metric && direction == Better::lower ? metric_named("median_s") : nullptr;
}

void write_charts(const Report& report, std::ostream& out, Better direction) {
  JsonStream json(out);
  json.array().line();
  for (const Measurement& m : report.measurements) {
    const Metric* metric = usable(m) ? shown_metric(m, direction) : nullptr;
    const std::optional<double> value = metric ? finite_value(*metric, m) : std::nullopt;
    if (!value) continue;
    json.object().text("name", name_in(report, m)).text("unit", name(metric->unit)).number("value", *value);
    if (const auto precision = finite_value(*metric_named("median_precision"), m);
        precision && *precision <= widest_precision)
      json.text("range", "± " + share(*precision));
    json.text("extra", extra(report, m)).end().line();
  }
  json.end().line();
}

void write_bigger(const Report& report, std::ostream& out, const Style&) { write_charts(report, out, Better::higher); }
void write_smaller(const Report& report, std::ostream& out, const Style&) { write_charts(report, out, Better::lower); }

constexpr std::array github_action_benchmark_parts{
    ReportPart{.extension = "bigger.json", .variable = "", .write = write_bigger},
    ReportPart{.extension = "smaller.json", .variable = "", .write = write_smaller},
};

}  // namespace

extern constinit const Reporter github_action_benchmark_reporter{
    .name = "github-action-benchmark",
    .extension = "bigger.json",
    .summary = "two files for that action: report.bigger.json for customBiggerIsBetter, report.smaller.json",
    .write = write_bigger,
    .parts = github_action_benchmark_parts,
};

}  // namespace gpupeak
