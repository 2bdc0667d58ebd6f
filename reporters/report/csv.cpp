// RFC 4180: one header, one row per case (or per sample), base units in the names of the columns, an empty cell for
// what is unknown. A text that a spreadsheet would take for a formula (it starts with = + - or @ and is no number) is
// preceded by an apostrophe, as in spreadsheets themselves; control characters become visible escapes and line breaks
// spaces. report.json has all of it unchanged.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <set>
#include <string>
#include <type_traits>
#include <vector>

#include "analysis/gaps/why.h"
#include "analysis/summary/vendor_ratios.h"
#include "reporters/report/figures.h"
#include "reporters/reporters.h"
#include "reporters/text/text.h"

namespace gpupeak {
namespace {

bool is_number(std::string_view text) {
  if (!text.empty() && (text.front() == '-' || text.front() == '+')) text.remove_prefix(1);
  return !text.empty() && text.find_first_not_of("0123456789.") == std::string_view::npos;
}

std::string text_cell(std::string_view foreign) {
  std::string text = printable(foreign);
  if (text.find_first_of("=+-@") == 0 && !is_number(text)) text.insert(0, "'");
  constexpr std::string_view separators = ",;\"\r\n";  // spreadsheets of many countries part cells at semicolons
  if (text.find_first_of(separators) == std::string::npos) return text;
  std::string quoted = "\"";
  for (const char c : text) quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
  return quoted + '"';
}

// Shortest text that reads back as the same number.
std::string number_cell(std::optional<double> value) {
  return value && std::isfinite(*value) ? fmt::format("{}", *value) : std::string();
}

void write_csv_row(std::ostream& out, const std::vector<std::string>& cells) {
  for (size_t i = 0; i < cells.size(); ++i) out << (i > 0 ? "," : "") << cells[i];
  out << "\r\n";
}

std::string device_name(const Report& report, int index) {
  const bool known = index >= 0 && static_cast<size_t>(index) < report.devices.size();
  return known ? report.devices[static_cast<size_t>(index)].name : std::string();
}

std::string csv_names(const std::vector<Resource>& resources) {
  std::string names;
  for (const Resource r : resources) names += fmt::format("{}{}", names.empty() ? "" : " ", row(r).name);
  return names;
}

std::string joined(const std::vector<std::string>& notes) {
  std::string text;
  for (const std::string& note : notes) text += (text.empty() ? "" : "; ") + note;
  return text;
}

struct CsvRow {
  const Report& report;
  const Measurement& m;
  const VendorRatios& vendors;
};

struct Field {
  std::string_view name;
  std::string (*cell)(const CsvRow&);
};

std::string csv_figure(const CsvRow& r, std::optional<double> (*of)(const Stats&)) {
  return has_time(r.m.outcome) && r.m.stats ? number_cell(of(*r.m.stats)) : std::string();
}
std::string csv_interval(const CsvRow& r, double Interval::*figure) {
  const bool known = has_time(r.m.outcome) && r.m.stats && r.m.stats->median_interval;
  return known ? number_cell((*r.m.stats->median_interval).*figure) : std::string();
}
std::string positive(double amount) { return amount > 0 ? number_cell(amount) : std::string(); }
std::string seconds(const std::optional<Ceiling>& ceiling) {
  return ceiling ? number_cell(ceiling->time.value) : std::string();
}
template <class T>
std::string told(const CsvRow& r, Seen<T> Telemetry::*field, std::type_identity_t<double (*)(const T&)> of) {
  const std::optional<Telemetry>& t = r.m.telemetry;
  return t && (*t).*field ? number_cell(of(*((*t).*field))) : std::string();
}
std::string cause_of(const CsvRow& r) {
  const auto index = static_cast<size_t>(r.m.device);
  const std::optional<Why> cause = index < r.report.devices.size() ? why(r.m, r.report.devices[index]) : std::nullopt;
  return cause ? std::string(cause->cause) : std::string();
}
std::string phases_of(const Measurement& m) {
  std::string text;
  for (const PhaseTime& phase : m.phases)
    text += fmt::format("{}{}={}", text.empty() ? "" : " ", phase.name, number_cell(phase.median.value));
  return text;
}
const std::optional<Ceiling>& ceiling_of(const Measurement& m) { return m.clocked ? m.clocked : m.rated; }

constexpr Field leading_fields[] = {
    {"id", [](const CsvRow& r) { return text_cell(r.m.id.id()); }},
    {"suite", [](const CsvRow& r) { return text_cell(r.m.id.suite()); }},
    {"device", [](const CsvRow& r) { return std::to_string(r.m.device); }},
    {"outcome", [](const CsvRow& r) { return std::string(name(r.m.outcome)); }},
    {"reason", [](const CsvRow& r) { return text_cell(r.m.reason); }},
};

constexpr Field trailing_fields[] = {
    {"ratio_to_vendor", [](const CsvRow& r) { return number_cell(r.vendors.of(r.m)); }},
    {"bound_by",
     [](const CsvRow& r) {
       return ceiling_of(r.m) ? std::string(row(ceiling_of(r.m)->bound_by).name) : std::string();
     }},
    {"ceiling_rated_s", [](const CsvRow& r) { return seconds(r.m.rated); }},
    {"ceiling_clocked_s", [](const CsvRow& r) { return seconds(r.m.clocked); }},
    {"ceiling_unknown",
     [](const CsvRow& r) { return ceiling_of(r.m) ? csv_names(ceiling_of(r.m)->unknown) : std::string(); }},
    {"samples",
     [](const CsvRow& r) { return csv_figure(r, [](const Stats& s) { return std::optional<double>(s.count); }); }},
    {"median_low_s", [](const CsvRow& r) { return csv_interval(r, &Interval::low); }},
    {"median_high_s", [](const CsvRow& r) { return csv_interval(r, &Interval::high); }},
    {"median_confidence", [](const CsvRow& r) { return csv_interval(r, &Interval::confidence); }},
    {"min_s", [](const CsvRow& r) { return csv_figure(r, [](const Stats& s) { return std::optional(s.min); }); }},
    {"max_s", [](const CsvRow& r) { return csv_figure(r, [](const Stats& s) { return std::optional(s.max); }); }},
    {"mad_s", [](const CsvRow& r) { return csv_figure(r, [](const Stats& s) { return s.mad; }); }},
    {"stopped_by", [](const CsvRow& r) { return text_cell(r.m.stopped_by); }},
    {"work_steps", [](const CsvRow& r) { return positive(r.m.work.steps); }},
    {"working_set_bytes", [](const CsvRow& r) { return positive(r.m.work.working_set.value); }},
    {"sm_clock_median_hz",
     [](const CsvRow& r) { return told(r, &Telemetry::sm_clock, [](const ClockRange& c) { return c.median.value; }); }},
    {"power_mean_w",
     [](const CsvRow& r) { return told(r, &Telemetry::power, [](const PowerRange& p) { return p.mean.value; }); }},
    {"power_limit_w",
     [](const CsvRow& r) { return told(r, &Telemetry::power_limit, [](const Watts& w) { return w.value; }); }},
    {"energy_j", [](const CsvRow& r) { return told(r, &Telemetry::energy, [](const Joules& j) { return j.value; }); }},
    {"temperature_max_celsius",
     [](const CsvRow& r) { return told(r, &Telemetry::temperature, [](const TemperatureRange& t) { return t.max; }); }},
    {"phases_s", [](const CsvRow& r) { return text_cell(phases_of(r.m)); }},
    {"why", [](const CsvRow& r) { return cause_of(r); }},
    {"vendor", [](const CsvRow& r) { return std::string(r.m.vendor ? "true" : "false"); }},
    {"device_name", [](const CsvRow& r) { return text_cell(device_name(r.report, r.m.device)); }},
    {"notes", [](const CsvRow& r) { return text_cell(joined(texts(r.m.notes))); }},
};

std::string work_column(const ResourceRow& r) {
  return fmt::format("work_{}_{}", r.name, r.unit == Unit::flop ? "flop" : "byte");
}

// Axes of all suites in the order they first appear.
std::vector<std::string> csv_axes(const Report& report) {
  std::vector<std::string> axes;
  std::set<std::string> seen;
  for (const Measurement& m : report.measurements)
    for (const auto& [axis, value] : m.id.values())
      if (seen.insert(axis).second) axes.push_back(axis);
  return axes;
}

std::vector<std::string> wide_header(const std::vector<std::string>& axes) {
  std::vector<std::string> before, after;
  for (const Field& f : leading_fields) before.emplace_back(f.name);
  for (const Metric* metric : metrics()) after.emplace_back(metric->name);
  for (const ResourceRow& r : resources) after.push_back(work_column(r));
  for (const Field& f : trailing_fields) after.emplace_back(f.name);

  std::set<std::string> taken(before.begin(), before.end());
  taken.insert(after.begin(), after.end());
  std::vector<std::string> header = before;
  for (std::string axis : axes) {
    while (!taken.insert(axis).second) axis.insert(0, "axis.");  // no two columns of one name
    header.push_back(text_cell(axis));
  }
  header.insert(header.end(), after.begin(), after.end());
  return header;
}

void write_wide(const Report& report, std::ostream& out) {
  const std::vector<std::string> axes = csv_axes(report);
  const VendorRatios vendors(report);
  write_csv_row(out, wide_header(axes));
  for (const Measurement& m : report.measurements) {
    const CsvRow r{report, m, vendors};
    std::vector<std::string> cells;
    for (const Field& f : leading_fields) cells.push_back(f.cell(r));
    for (const std::string& axis : axes) cells.push_back(m.id.has(axis) ? text_cell(m.id.text(axis)) : std::string());
    for (const Metric* metric : metrics()) cells.push_back(number_cell(finite_value(*metric, m)));
    for (const ResourceRow& resource : resources) {
      const auto amount = m.work.amounts.find(resource.id);
      cells.push_back(amount == m.work.amounts.end() ? std::string() : number_cell(amount->second));
    }
    for (const Field& f : trailing_fields) cells.push_back(f.cell(r));
    write_csv_row(out, cells);
  }
}

void write_long(const Report& report, std::ostream& out) {
  write_csv_row(out, {"id", "device", "process", "index", "time_s", "clock_hz", "launches"});
  for (const Measurement& m : report.measurements) {
    if (!has_time(m.outcome)) continue;
    const std::string id = text_cell(m.id.id());
    for (size_t i = 0; i < m.samples.size(); ++i) {
      const Sample& s = m.samples[i];
      write_csv_row(
          out, {id, std::to_string(m.device), std::to_string(s.process), std::to_string(i), number_cell(s.time.value),
                s.clock ? number_cell(s.clock->value) : std::string(), std::to_string(s.launches)});
    }
  }
}

}  // namespace

extern constinit const Reporter csv_reporter{
    .name = "csv",
    .extension = "csv",
    .summary = "one row per case with every metric, or one per sample (--csv long)",
    .write = [](const Report& report, std::ostream& out,
                const Style& style) { style.long_rows ? write_long(report, out) : write_wide(report, out); },
};

}  // namespace gpupeak
