// Statements that any sqlite3 reads from its standard input: one transaction that creates what is missing and replaces
// what it holds of this run, so that importing twice changes nothing. Metrics are rows, not columns, so that a database
// outlives new ones; the view gpupeak has a column for each.
#include <fmt/format.h>

#include <cmath>
#include <cstdint>
#include <iterator>
#include <string>

#include "core/hash.h"
#include "reporters/report/exported.h"
#include "reporters/report/figures.h"
#include "reporters/reporters.h"
#include "reporters/text/escape.h"

namespace gpupeak {
namespace {

constexpr std::string_view schema =
    R"(CREATE TABLE IF NOT EXISTS gpupeak_runs (run INTEGER PRIMARY KEY, name TEXT, started_at TEXT, tool_version TEXT,
  tool_commit TEXT, preset TEXT, processes INTEGER, hostname TEXT, os TEXT, cpu TEXT);
CREATE TABLE IF NOT EXISTS gpupeak_devices (run INTEGER, device INTEGER, backend TEXT, uuid TEXT, name TEXT, driver TEXT,
  memory_bytes REAL, rated_clock_hz REAL, PRIMARY KEY (run, device));
CREATE TABLE IF NOT EXISTS gpupeak_cases (run INTEGER, place INTEGER, device INTEGER, id TEXT, suite TEXT, outcome TEXT,
  reason TEXT, bound_by TEXT, PRIMARY KEY (run, place));
CREATE TABLE IF NOT EXISTS gpupeak_axes (run INTEGER, place INTEGER, axis TEXT, value TEXT);
CREATE TABLE IF NOT EXISTS gpupeak_metrics (run INTEGER, place INTEGER, metric TEXT, value REAL);
CREATE TABLE IF NOT EXISTS gpupeak_samples (run INTEGER, place INTEGER, process INTEGER, time_s REAL, clock_hz REAL,
  launches INTEGER);
)";
constexpr std::string_view tables[] = {"gpupeak_runs", "gpupeak_devices", "gpupeak_cases",
                                       "gpupeak_axes", "gpupeak_metrics", "gpupeak_samples"};

std::string number(double value) { return std::isfinite(value) ? fmt::format("{}", value) : "NULL"; }
std::string number(const std::optional<Hertz>& value) { return value ? number(value->value) : "NULL"; }

// When, on which machine, on which device: what tells two runs apart.
std::string name_of(const Report& report) {
  std::string name = report.run.started_at + "/" + report.run.host.hostname;
  if (!report.devices.empty()) name += "/" + report.devices.front().uuid;
  return name;
}

// The name as a number that is short in every row: 63 bits of its hash.
std::string number_of(std::string_view name) { return std::to_string(hash_of(name) >> 1); }

void write_sql_run(const Report& report, const std::string& run, std::ostream& out) {
  const Run& r = report.run;
  out << fmt::format("INSERT INTO gpupeak_runs VALUES ({},{},{},{},{},{},{},{},{},{});\n", run,
                     sql_text(name_of(report)), sql_text(r.started_at), sql_text(report.tool.version),
                     sql_text(report.tool.commit), sql_text(r.schedule.preset), r.processes, sql_text(r.host.hostname),
                     sql_text(r.host.os), sql_text(r.host.cpu));
  for (size_t i = 0; i < report.devices.size(); ++i) {
    const DeviceInfo& d = report.devices[i];
    out << fmt::format("INSERT INTO gpupeak_devices VALUES ({},{},{},{},{},{},{},{});\n", run, i, sql_text(d.backend),
                       sql_text(d.uuid), sql_text(d.name), sql_text(d.driver),
                       d.memory.value > 0 ? number(d.memory.value) : "NULL", number(d.rated_clock));
  }
}

void append(std::string& text, double value) {
  if (std::isfinite(value))
    fmt::format_to(std::back_inserter(text), "{}", value);
  else
    text += "NULL";
}

// Rows of one case in one statement, which is many times faster to read than one each. At most so many rows, since a
// statement may not be longer than a megabyte.
class SqlRows {
 public:
  SqlRows(std::string& text, std::string_view table, std::string_view place)
      : text_(text), table_(table), place_(place) {}
  ~SqlRows() {
    if (count_ > 0) text_ += ";\n";
  }
  SqlRows(const SqlRows&) = delete;
  SqlRows& operator=(const SqlRows&) = delete;

  // Begins a row with its run and place; what follows the comma and the closing parenthesis are the caller's.
  std::string& begin() {
    constexpr int most = 40;
    if (count_ == most) text_ += ";\n", count_ = 0;
    if (count_ == 0) ((text_ += "INSERT INTO ") += table_) += " VALUES ";
    text_ += count_++ > 0 ? ",(" : "(";
    return (text_ += place_) += ',';
  }

 private:
  std::string& text_;
  std::string_view table_, place_;
  int count_ = 0;
};

void write_sql_samples(const Measurement& m, const std::string& place, std::string& text) {
  if (!has_time(m.outcome)) return;
  SqlRows rows(text, "gpupeak_samples", place);
  for (const Sample& s : m.samples) {
    fmt::format_to(std::back_inserter(rows.begin()), "{},", s.process);
    append(text, s.time.value);
    text += ',';
    if (s.clock)
      append(text, s.clock->value);
    else
      text += "NULL";
    fmt::format_to(std::back_inserter(text), ",{})", s.launches);
  }
}

void write_sql_case(const Measurement& m, const std::string& place, std::string& text) {
  const std::optional<Ceiling>& ceiling = m.clocked ? m.clocked : m.rated;
  text += fmt::format("INSERT INTO gpupeak_cases VALUES ({},{},{},{},{},{},{});\n", place, m.device,
                      sql_text(m.id.id()), sql_text(m.id.suite()), sql_text(name(m.outcome)), sql_text(m.reason),
                      ceiling ? sql_text(row(ceiling->bound_by).name) : "NULL");
  {
    SqlRows axes(text, "gpupeak_axes", place);
    for (const auto& [axis, value] : m.id.values())
      (((axes.begin() += sql_text(axis)) += ',') += sql_text(value)) += ')';
  }
  {
    SqlRows values(text, "gpupeak_metrics", place);
    for (const Metric* metric : metrics())
      if (const auto value = finite_value(*metric, m)) {
        ((values.begin() += '\'') += metric->name) += "',";
        append(text, *value);
        text += ')';
      }
  }
  write_sql_samples(m, place, text);
}

// A column for each metric of this version.
void write_view(std::ostream& out) {
  out << "DROP VIEW IF EXISTS gpupeak;\nCREATE VIEW gpupeak AS SELECT c.run, c.place, c.device, c.id, c.suite, "
         "c.outcome, "
         "c.reason, c.bound_by";
  for (const Metric* metric : metrics())
    out << fmt::format(",\n  max(CASE m.metric WHEN '{0}' THEN m.value END) AS {0}", metric->name);
  out << "\n  FROM gpupeak_cases c LEFT JOIN gpupeak_metrics m ON m.run = c.run AND m.place = c.place "
         "GROUP BY c.run, c.place;\n";
}

void write_sql(const Report& report, std::ostream& out, const Style&) {
  const std::string run = number_of(name_of(report));
  out << "BEGIN TRANSACTION;\n" << schema;
  for (const std::string_view table : tables) out << "DELETE FROM " << table << " WHERE run = " << run << ";\n";
  write_sql_run(report, run, out);
  std::string text;
  for (size_t i = 0; i < report.measurements.size(); ++i) {
    text.clear();
    write_sql_case(report.measurements[i], fmt::format("{},{}", run, i), text);
    out << text;
  }
  out << "CREATE INDEX IF NOT EXISTS gpupeak_metrics_by_case ON gpupeak_metrics (run, place);\n";
  write_view(out);
  out << "COMMIT;\n";
}

}  // namespace

extern constinit const Reporter sql_reporter{
    .name = "sql",
    .extension = "sql",
    .summary = "statements for sqlite3: tables of runs, devices, cases, axes, metrics and samples, and a view",
    .write = write_sql,
};

}  // namespace gpupeak
