// From measurements to cells: headline, precision, time, share of the ceiling, what binds it, share of the vendor's
// speed.
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "analysis/summary/vendor_ratios.h"
#include "core/format.h"
#include "reporters/report/console.h"
#include "reporters/report/footnotes.h"
#include "reporters/text/table.h"

namespace gpupeak {
namespace {

constexpr size_t shortest_bar = 4, longest_bar = 10;

// TABLE of what the device said of itself, in columns where it did.
struct DeviceColumn {
  std::string_view title;
  std::optional<std::string> (*value)(const Measurement&);
  std::string (*reason)(const Telemetry&);
};
constexpr DeviceColumn device_columns[] = {
    {"clock",
     [](const Measurement& m) {
       return m.telemetry && m.telemetry->sm_clock ? std::optional(text(m.telemetry->sm_clock->median)) : std::nullopt;
     },
     [](const Telemetry& t) { return t.sm_clock.reason; }},
    {"power",
     [](const Measurement& m) {
       return m.telemetry && m.telemetry->power ? std::optional(fmt::format("{:.0f} W", m.telemetry->power->mean.value))
                                                : std::nullopt;
     },
     [](const Telemetry& t) { return t.power.reason; }},
};

// Writes the rows of one table and gathers their footnotes.
class SuiteTable {
 public:
  SuiteTable(const Report& report, const VendorRatios& vendors, const Cases& cases, const Style& style)
      : report_(report), vendors_(vendors), cases_(cases), style_(style) {
    choose_columns();
    for (const Measurement* m : cases_) {
      ratios_.emplace_back();
      table_.rows.push_back(row_of(*m));
    }
    align_rates();
    fold_bound_by();
    add_bars();
  }

  void write(std::ostream& out) const {
    write_table(out, table_, style_);
    if (!bound_by_.empty())
      write_wrapped(out, "  ", fmt::format("bound by {} throughout", bound_by_), style_, Ink::faint);
    if (has_times_ && !has_ceiling_)
      write_wrapped(out, "  ", "no ceiling: no resource's rate bounds these times", style_, Ink::faint);
    notes_.write(out, style_);
  }

 private:
  void choose_columns() {
    const auto& axes = cases_.front()->id.values();
    for (size_t axis = 0; axis < axes.size(); ++axis) {
      if (!varies(cases_, axis)) continue;
      const bool numbers = std::all_of(cases_.begin(), cases_.end(), [&](const Measurement* m) {
        const std::string& value = m->id.values()[axis].second;
        return !value.empty() && value.front() >= '0' && value.front() <= '9';
      });
      axes_.push_back(axis);
      table_.columns.push_back({shown(axes[axis].first, style_), numbers ? Align::right : Align::left, true});
    }
    choose_unit();
    if (!has_times_) return add_column("outcome", Align::left);
    if (has_headline_) add_column(unit_ ? unit_->name : title_);
    has_cycles_ = std::any_of(cases_.begin(), cases_.end(), [&](const Measurement* m) {
      return is_latency(*m) && value("latency_cycles", *m).has_value();
    });
    if (has_cycles_) add_column("cycles");
    add_column(std::string(glyphs(style_).plus_minus));
    if (has_processes_) add_column("runs");
    add_column("time");
    has_ceiling_ =
        std::any_of(cases_.begin(), cases_.end(), [](const Measurement* m) { return !m->work.amounts.empty(); });
    if (has_ceiling_) {
      add_column("of ceiling");
      bound_by_place_ = table_.columns.size();
      add_column("bound by", Align::left);
    }
    has_vendor_ =
        std::any_of(cases_.begin(), cases_.end(), [&](const Measurement* m) { return vendors_.shown(*m).has_value(); });
    if (has_vendor_) add_column("of vendor");
    for (const DeviceColumn& column : device_columns)
      if (std::any_of(cases_.begin(), cases_.end(), [&](const Measurement* m) { return column.value(*m).has_value(); }))
        device_columns_.push_back(&column);
    for (const DeviceColumn* column : device_columns_) add_column(std::string(column->title));
  }

  void add_column(std::string title, Align align = Align::right) {
    table_.columns.push_back({std::move(title), align});
  }

  // One unit for all headline figures where they are rates of one kind.
  void choose_unit() {
    std::vector<double> values;
    std::set<const Metric*> kinds;
    for (const Measurement* m : cases_) {
      if (m->outcome != Outcome::measured) continue;
      has_times_ = true;
      const Metric* metric = headline(*m);
      if (!metric) continue;
      kinds.insert(metric);
      values.push_back(*finite_value(*metric, *m));
    }
    has_headline_ = !kinds.empty();
    if (kinds.size() != 1) return;
    title_ = (*kinds.begin())->title;
    if ((*kinds.begin())->unit != MetricUnit::seconds) unit_ = common_unit(values, (*kinds.begin())->unit);
  }

  std::vector<Cell> row_of(const Measurement& m) {
    std::vector<Cell> cells = key_cells(m);
    if (m.outcome != Outcome::measured) {
      cells.push_back(outcome_cell(m));
      return cells;
    }
    if (has_headline_) cells.push_back(headline_cell(m));
    if (has_cycles_) cells.push_back(cycles_cell(m));
    cells.push_back(precision_cell(m));
    if (has_processes_) cells.push_back(spread_cell(m));
    cells.push_back(time_cell(m));
    if (has_ceiling_) add_ceiling_cells(m, cells);
    if (has_vendor_) cells.push_back(vendor_cell(m));
    for (const DeviceColumn* column : device_columns_) cells.push_back(device_cell(*column, m));
    return cells;
  }

  std::vector<Cell> key_cells(const Measurement& m) {
    std::vector<Cell> cells;
    bool same = previous_ != nullptr;
    for (const size_t axis : axes_) {
      same = same && previous_->id.values()[axis] == m.id.values()[axis];
      cells.push_back({{{shown(m.id.values()[axis].second, style_), same ? Ink::faint : Ink::plain}}});
    }
    previous_ = &m;
    return cells;
  }

  Cell outcome_cell(const Measurement& m) {
    const Ink ink = m.outcome == Outcome::skipped ? Ink::caution : Ink::alarm;
    const std::string reason = m.reason.empty() ? fmt::format("{} without a reason given", name(m.outcome)) : m.reason;
    std::vector<int> marks{notes_.number(reason)};
    for (const Note& note : m.notes) marks.push_back(notes_.number_alike(note));
    return {{{std::string(name(m.outcome)), ink}}, mark(marks, style_)};
  }

  Cell figure(std::string text, Ink ink = Ink::plain, const std::vector<int>& marks = {}) const {
    return {{{std::move(text), ink}}, mark(marks, style_)};
  }
  Cell missing(const std::string& why) {
    return figure(std::string(glyphs(style_).dash), Ink::plain, {notes_.number(why)});
  }

  Cell headline_cell(const Measurement& m) {
    const Metric* metric = headline(m);
    if (!metric) return missing("no rate: how much work the case does is not known");
    const double value = *finite_value(*metric, m);
    return figure(unit_ ? three_digits(value / unit_->factor) : shown(text_of(value, metric->unit), style_),
                  Ink::strong);
  }

  std::optional<double> value(const char* metric, const Measurement& m) const {
    const Metric* found = metric_named(metric);
    return found ? finite_value(*found, m) : std::nullopt;
  }

  static bool is_latency(const Measurement& m) {
    const Metric* metric = headline(m);
    return metric && metric->name == "latency_s";
  }
  Cell cycles_cell(const Measurement& m) {
    if (!is_latency(m)) return {};
    const std::optional<double> cycles = value("latency_cycles", m);
    return cycles ? figure(three_digits(*cycles)) : missing("no cycles: the clock during the case is not known");
  }

  Cell precision_cell(const Measurement& m) {
    const std::optional<double> precision = value("median_precision", m);
    if (!precision)
      return missing(m.stats && !m.stats->median_interval
                         ? "no interval: of one sample the spread is unknown"
                         : "no interval: the case has no statistics, or its time is zero");
    std::vector<int> marks;
    const double asked = report_.run.schedule.stop.precision;
    if (is_planned(report_.run.schedule) && *precision > asked && !m.stopped_by.empty() && m.stopped_by != "precision")
      marks.push_back(notes_.number(
          fmt::format("stopped by its limit of {} before the interval was as narrow as the plan asks, {}{}",
                      m.stopped_by == "budget" ? "time" : m.stopped_by, glyphs(style_).plus_minus, percent(asked))));
    return figure(gpupeak::precision(m), Ink::plain, marks);
  }

  Cell spread_cell(const Measurement& m) {
    const std::optional<double> spread = value("run_to_run_spread", m);
    return spread ? figure(share(*spread)) : missing("no spread between runs: only one process measured the case");
  }

  Cell time_cell(const Measurement& m) {
    std::vector<int> marks;
    for (const Note& note : m.notes) marks.push_back(notes_.number_alike(note));
    const std::optional<double> time = value("median_s", m);
    if (!time) marks.push_back(notes_.number("no time: the report has no statistics for this case"));
    return figure(time ? text(Seconds(*time)) : std::string(glyphs(style_).dash), Ink::plain, marks);
  }

  const DeviceInfo* device_of(const Measurement& m) const {
    const bool known = m.device >= 0 && static_cast<size_t>(m.device) < report_.devices.size();
    return known ? &report_.devices[static_cast<size_t>(m.device)] : nullptr;
  }

  bool follows_clock(const Measurement& m, Resource resource) const {
    const DeviceInfo* device = device_of(m);
    if (!device) return false;
    const auto rate = device->peak.rates.find(resource);
    return rate != device->peak.rates.end() && rate->second.rated_clock.has_value();
  }

  std::string why_unknown(const Measurement& m, Resource resource) const {
    const std::string_view name = row(resource).name;
    const DeviceInfo* device = device_of(m);
    if (!device) return fmt::format("{}: the report does not describe the device", name);
    const auto why = device->peak.unknown.find(resource);
    return fmt::format("{}: {}", name,
                       why == device->peak.unknown.end() ? std::string("no rate is known") : why->second.text());
  }

  std::string no_ceiling(const Measurement& m) const {
    std::string why;
    for (const auto& [resource, amount] : m.work.amounts)
      why += fmt::format("{}{}", why.empty() ? "" : "; ", why_unknown(m, resource));
    if (!why.empty()) return "ceiling unknown: " + why;
    return "no ceiling: the case is charged with no resource";
  }

  void add_ceiling_cells(const Measurement& m, std::vector<Cell>& cells) {
    const std::optional<Ceiling>& ceiling = m.clocked ? m.clocked : m.rated;
    const std::optional<double> efficiency = value("efficiency_clocked", m);
    if (!ceiling || !efficiency) {
      const Cell none = missing(ceiling ? "no efficiency: the case has no time" : no_ceiling(m));
      cells.insert(cells.end(), {none, none});
      return;
    }
    std::vector<int> marks;
    for (const Resource resource : ceiling->unknown)
      marks.push_back(
          notes_.number("the ceiling leaves out " + why_unknown(m, resource) + "; the true ceiling may be lower"));
    if (!m.clock && follows_clock(m, ceiling->bound_by))
      marks.push_back(notes_.number("ceiling at the rated clock: the clock during the case is not known"));
    if (const auto rated = value("efficiency_rated", m); rated && *rated > 1 && *efficiency <= 1)
      marks.push_back(notes_.number_alike(
          "above the rated ceiling",
          fmt::format("{} of the ceiling at the rated clock: it ran at a higher one", percent(*rated))));
    cells.push_back(figure(share(*efficiency), Ink::plain, marks));
    ratios_.back() = efficiency;
    cells.push_back(figure(std::string(row(ceiling->bound_by).name)));
  }

  Cell vendor_cell(const Measurement& m) {
    const std::optional<double> ratio = vendors_.shown(m);
    return ratio ? figure(share(*ratio))
                 : missing(vendors_.only_below(m)
                               ? "the only vendor library that was measured runs kernels below the processor's own"
                               : "no vendor library was measured on this case");
  }

  Cell device_cell(const DeviceColumn& column, const Measurement& m) {
    const std::optional<std::string> value = column.value(m);
    if (value) return figure(*value);
    return missing(m.telemetry ? fmt::format("{}: {}", column.title, column.reason(*m.telemetry))
                               : std::string("the device told nothing of itself in this case"));
  }

  // Decimal points below one another, so that magnitudes can be seen.
  void align_rates() {
    if (!unit_) return;
    std::vector<std::string*> numbers;
    for (std::vector<Cell>& row : table_.rows)
      if (row.size() == table_.columns.size()) numbers.push_back(&row[axes_.size()].pieces.front().text);
    align_points(numbers);
  }

  // A page too narrow for the table need not say the same in every row.
  void fold_bound_by() {
    if (!has_ceiling_ || columns(table_) <= static_cast<size_t>(std::max(style_.width, 0))) return;
    const size_t place = bound_by_place_;
    std::set<std::string> names;
    for (const std::vector<Cell>& row : table_.rows)
      if (row.size() > place) names.insert(row[place].mark.empty() ? row[place].pieces.front().text : "");
    if (names.size() != 1 || names.contains("")) return;
    bound_by_ = *names.begin();
    table_.columns.erase(table_.columns.begin() + static_cast<ptrdiff_t>(place));
    for (std::vector<Cell>& row : table_.rows)
      if (row.size() > place) row.erase(row.begin() + static_cast<ptrdiff_t>(place));
  }

  // The share of the ceiling as a picture, as long as the page has room for.
  void add_bars() {
    const auto page = static_cast<size_t>(std::max(style_.width, 0));
    const size_t taken = columns(table_) + 2;
    if (!has_ceiling_ || taken + shortest_bar > page) return;
    const size_t cells = std::min(page - taken, longest_bar);
    const size_t place = bound_by_place_;  // behind the number
    table_.columns.insert(table_.columns.begin() + static_cast<ptrdiff_t>(place), {"", Align::left});
    for (size_t i = 0; i < table_.rows.size(); ++i) {
      std::vector<Cell>& row = table_.rows[i];
      if (row.size() < place) continue;  // not measured
      row.insert(row.begin() + static_cast<ptrdiff_t>(place), ratios_[i] ? bar(*ratios_[i], cells, style_) : Cell{});
    }
  }

  const Report& report_;
  const VendorRatios& vendors_;
  const Cases& cases_;
  const Style& style_;
  std::vector<size_t> axes_;                   // those that vary
  std::vector<std::optional<double>> ratios_;  // to the ceiling, by row
  std::optional<RateUnit> unit_;
  bool has_headline_ = false;
  std::string title_ = "result";  // where there is no such unit
  const bool has_processes_ = report_.run.processes > 1;
  std::vector<const DeviceColumn*> device_columns_;  // those that any case has
  bool has_times_ = false;
  bool has_cycles_ = false;  // beside the nanoseconds of latencies
  bool has_ceiling_ = false;
  size_t bound_by_place_ = 0;  // behind "of ceiling"
  bool has_vendor_ = false;
  std::string bound_by_;  // of all rows, when it has no column
  const Measurement* previous_ = nullptr;
  Table table_;
  Footnotes notes_;
};

}  // namespace

void write_suite_table(const Report& report, const VendorRatios& vendors, const Cases& cases, std::ostream& out,
                       const Style& style) {
  SuiteTable(report, vendors, cases, style).write(out);
}

}  // namespace gpupeak
