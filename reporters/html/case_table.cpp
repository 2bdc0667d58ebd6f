// The cases of one table, a row each: what varies, the headline figure, its precision, and how far it is from what
// physics and the vendor's library allow.
#include <fmt/format.h>

#include <algorithm>

#include "core/format.h"
#include "reporters/html/page.h"

namespace gpupeak::html {
namespace {

struct Row {
  const Report& report;
  const VendorRatios& vendors;
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
  if (row.m.outcome != Outcome::measured)
    return {std::string(name(row.m.outcome)), {}, row.m.outcome == Outcome::skipped ? "caution" : "alarm"};
  const Metric* metric = headline(row.m);
  if (!metric) return {};
  const double value = *finite_value(*metric, row.m);
  const std::string shown = text_of(value, metric->unit);
  return {is_percentile(metric) ? fmt::format("{} {}", shown, metric->title) : shown, value, "strong"};
}

Cell precision_of(const Row& row) {
  if (row.m.outcome != Outcome::measured || is_percentile(headline(row.m))) return {};
  const bool known = row.m.stats && row.m.stats->count > 1;
  return {precision(row.m), known ? finite_value(*metric_named("median_precision"), row.m) : std::nullopt};
}

Cell time_of(const Row& row) {
  Cell cell = figure("median_s", row, [](double v) { return text(Seconds(v)); });
  const std::string precise = precision(row.m);
  if (!cell.text.empty() && !precise.empty() && is_percentile(headline(row.m))) cell.text += " ± " + precise;
  return cell;
}

constexpr ColumnRow column_rows[] = {
    {"result", result},
    {"±", precision_of},
    {"runs", [](const Row& r) { return figure("run_to_run_spread", r, share); }},
    {"time", time_of},
    {"of ceiling", [](const Row& r) { return figure("efficiency_clocked", r, share); }},
    {"bound by",
     [](const Row& r) {
       const std::optional<Ceiling>& ceiling = r.m.clocked ? r.m.clocked : r.m.rated;
       const bool shown = ceiling && r.m.outcome == Outcome::measured;
       return shown ? Cell{std::string(row(ceiling->bound_by).name)} : Cell{};
     }},
    {"of vendor",
     [](const Row& r) {
       const std::optional<double> ratio = r.m.outcome == Outcome::measured ? r.vendors.of(r.m) : std::nullopt;
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
       std::vector<std::string> notes = r.m.notes;
       if (r.m.outcome == Outcome::measured) return notes.empty() ? Cell{} : Cell{" ", {}, "notes", std::move(notes)};
       notes.insert(notes.begin(), r.m.reason.empty() ? std::string("no reason given") : r.m.reason);
       return Cell{"", {}, "notes", std::move(notes)};
     }},
};

// Sizes and counts sort as numbers.
Cell axis_cell(const std::string& value) {
  try {
    return {value, parse_bytes(value).value, "key"};
  } catch (const std::invalid_argument&) {
    return {value, {}, "key"};
  }
}

}  // namespace

void write_case_table(const Report& report, const VendorRatios& vendors, const Cases& cases, size_t most,
                      std::ostream& out) {
  const Cases shown(cases.begin(), cases.begin() + static_cast<ptrdiff_t>(std::min(cases.size(), most)));
  const auto& axes = cases.front()->id.values();
  std::vector<std::string> titles;
  std::vector<std::vector<Cell>> rows(shown.size());
  for (size_t axis = 0; axis < axes.size(); ++axis) {
    if (!varies(cases, axis)) continue;
    titles.push_back(axes[axis].first);
    for (size_t i = 0; i < shown.size(); ++i) rows[i].push_back(axis_cell(shown[i]->id.values()[axis].second));
  }
  for (const ColumnRow& column : column_rows) {
    std::vector<Cell> cells;
    for (const Measurement* m : shown) cells.push_back(column.cell({report, vendors, *m}));
    if (std::ranges::all_of(cells, [](const Cell& c) { return c.text.empty() && c.notes.empty(); })) continue;
    titles.emplace_back(column.title);
    for (size_t i = 0; i < shown.size(); ++i) rows[i].push_back(std::move(cells[i]));
  }
  write_table(out, fmt::format("cases of {}", cases.front()->id.suite()), titles, rows);
  if (shown.size() < cases.size())
    out << fmt::format("<p class=\"note\">The first {} of {} cases; report.json has them all.</p>\n", shown.size(),
                       cases.size());
}

}  // namespace gpupeak::html
