// The cases of one table, a row each: what varies, the headline figure, its precision, and how far it is from what
// physics and the vendor's library allow.
#include <fmt/format.h>

#include <algorithm>

#include "analysis/gaps/seen_rates.h"
#include "analysis/summary/vendor_ratios.h"
#include "core/format.h"
#include "reporters/html/page.h"
#include "reporters/report/case_groups.h"

namespace gpupeak::html {
namespace {

struct Row {
  const Report& report;
  const VendorRatios& vendors;
  const SeenRates& seen;
  const Measurement& m;
};

// TABLE of columns behind the axes; one that has nothing to say in any row is left out.
struct ColumnRow {
  std::string_view title;
  Cell (*cell)(const Row&);
};

Cell figure(const char* metric, const Row& row, std::string (*shown)(double)) {
  if (row.m.outcome != Outcome::measured) return {};
  const std::optional<double> value = finite_value(*metric_named(metric), row.m);
  return value ? Cell{shown(*value), value} : Cell{};
}

// A percentile of single launches, which the interval of the median says nothing of.
bool is_percentile(const Metric* metric) { return metric && metric->name == "latency_p99_s"; }

Cell result(const Row& row) {
  if (row.m.outcome != Outcome::measured) return {};
  const Metric* metric = headline(row.m);
  if (!metric) return {};
  const double value = *finite_value(*metric, row.m);
  return {headline_text(*metric, value), value, "strong"};
}

Cell precision_of(const Row& row) {
  if (row.m.outcome != Outcome::measured || is_percentile(headline(row.m))) return {};
  return {precision(row.m), finite_value(*metric_named("median_precision"), row.m)};
}

Cell time_of(const Row& row) {
  Cell cell = figure("median_s", row, [](double v) { return text(Seconds(v)); });
  if (!cell.text.empty() && is_percentile(headline(row.m))) cell.text = with_precision(cell.text, row.m);
  return cell;
}

constexpr ColumnRow column_rows[] = {
    {"result", result},
    {"±", precision_of},
    {"runs", [](const Row& r) { return figure("run_to_run_spread", r, share); }},
    {"time", time_of},
    {"of ceiling",
     [](const Row& r) {
       const std::optional<double> reached = r.seen.share_of_ceiling(r.m);
       return reached ? Cell{share(*reached), reached} : Cell{};
     }},
    {"bound by", [](const Row& r) { return Cell{std::string(r.seen.bound_by(r.m))}; }},
    {"of vendor",
     [](const Row& r) {
       const std::optional<double> ratio = r.m.outcome == Outcome::measured ? r.vendors.shown(r.m) : std::nullopt;
       return ratio ? Cell{share(*ratio), ratio} : Cell{};
     }},
    {"clock", [](const Row& r) { return figure("clock_hz", r, [](double v) { return text(Hertz(v)); }); }},
    {"power",
     [](const Row& r) {
       const bool told = r.m.telemetry && r.m.telemetry->power;
       return told ? Cell{fmt::format("{:.0f} W", r.m.telemetry->power->mean.value), r.m.telemetry->power->mean.value}
                   : Cell{};
     }},
    {"notes",
     [](const Row& r) {
       return r.m.outcome != Outcome::measured || r.m.notes.empty() ? Cell{} : Cell{" ", {}, "notes", texts(r.m.notes)};
     }},
};

// In place of all figures of a case that has none.
Cell without_figures(const Measurement& m, size_t columns) {
  std::vector<std::string> sentences = texts(m.notes);
  sentences.insert(sentences.begin(), m.reason.empty() ? std::string("no reason given") : m.reason);
  return {std::string(name(m.outcome)),
          {},
          m.outcome == Outcome::skipped ? "reason caution" : "reason alarm",
          std::move(sentences),
          columns};
}

// Sizes and counts sort as numbers.
Cell axis_cell(const std::string& value, std::string_view classes) {
  try {
    return {value, parse_bytes(value).value, classes};
  } catch (const std::invalid_argument&) {
    return {value, {}, classes};
  }
}

bool is_blank(const Cell& cell) { return cell.text.empty() && cell.notes.empty(); }

struct Table {
  std::vector<std::string> titles;
  std::vector<std::vector<Cell>> rows;

  void add(std::string_view title, std::vector<Cell> column) {
    titles.emplace_back(title);
    for (size_t i = 0; i < rows.size(); ++i) rows[i].push_back(std::move(column[i]));
  }
};

// What tells the cases apart: a column for each axis, and before them one with all of these for a narrow page.
void add_axes(const Cases& cases, const Cases& shown, Table& table) {
  const auto& axes = cases.front()->id.values();
  std::vector<size_t> varying;
  for (size_t axis = 0; axis < axes.size(); ++axis)
    if (varies(cases, axis)) varying.push_back(axis);
  const auto add = [&](std::string_view title, const auto& cell_of) {
    std::vector<Cell> cells;
    for (const Measurement* m : shown) cells.push_back(cell_of(m->id.values()));
    table.add(title, std::move(cells));
  };
  if (varying.size() > 1)
    add("case", [&](const AxisValues& values) {
      AxisValues varied;
      for (const size_t axis : varying) varied.push_back(values[axis]);
      return Cell{labelled(varied), {}, "name short"};
    });
  for (const size_t axis : varying)
    add(axes[axis].first, [&](const AxisValues& values) {
      return axis_cell(values[axis].second, varying.size() > 1 ? "key" : "key name");
    });
}

}  // namespace

std::string headline_text(const Metric& metric, double value) {
  const std::string shown = text_of(value, metric.unit);
  return is_percentile(&metric) ? fmt::format("{} {}", shown, metric.title) : shown;
}

void write_case_table(const Report& report, const VendorRatios& vendors, const SeenRates& seen, std::string_view label,
                      const Cases& cases, size_t most, std::ostream& out) {
  const Cases shown(cases.begin(), cases.begin() + static_cast<ptrdiff_t>(std::min(cases.size(), most)));
  Table table{{}, std::vector<std::vector<Cell>>(shown.size())};
  add_axes(cases, shown, table);
  const size_t axes = table.titles.size();
  for (const ColumnRow& column : column_rows) {
    std::vector<Cell> cells;
    for (const Measurement* m : shown) cells.push_back(column.cell({report, vendors, seen, *m}));
    if (!std::ranges::all_of(cells, is_blank)) table.add(column.title, std::move(cells));
  }
  if (table.titles.size() == axes) table.add("result", std::vector<Cell>(shown.size()));
  for (size_t i = 0; i < shown.size(); ++i) {
    if (shown[i]->outcome == Outcome::measured) continue;
    table.rows[i].resize(axes);
    table.rows[i].push_back(without_figures(*shown[i], table.titles.size() - axes));
  }
  write_table(out, label, table.titles, table.rows);
  if (shown.size() < cases.size())
    out << fmt::format("<p class=\"note\">The first {} of {} cases; report.json has them all.</p>\n", shown.size(),
                       cases.size());
}

}  // namespace gpupeak::html
