// The table of one suite's cases: which columns it has, what it leaves out where the page is narrow, what it folds into
// a line below.
#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <set>
#include <utility>

#include "analysis/summary/vendor_ratios.h"
#include "core/format.h"
#include "reporters/report/console.h"
#include "reporters/report/footnotes.h"
#include "reporters/report/suite_cells.h"
#include "reporters/text/table.h"

namespace gpupeak {
namespace {

constexpr size_t shortest_bar = 4, longest_bar = 10;

// TABLE of what columns are worth where a page has no room for all.
constexpr int precision_worth = 90, ceiling_worth = 80, vendor_worth = 70, cycles_worth = 60, runs_worth = 50,
              bound_by_worth = 40, device_worth = 30, time_worth = 20;

// Writes the rows of one table and gathers their footnotes.
class SuiteTable {
 public:
  SuiteTable(const Report& report, const VendorRatios& vendors, const SeenRates& seen, const Cases& cases,
             const SharedNotes& shared, const Style& style)
      : report_(report),
        vendors_(vendors),
        seen_(seen),
        cases_(cases),
        shared_(shared),
        style_(style),
        cells_(report, vendors, seen, notes_, style) {
    choose_axes();
    choose_unit();
    choose_columns();
    lay_out();
    if (too_wide()) fold_bound_by();
    if (too_wide()) leave_out_columns();
    add_bars();
  }

  const Footnotes& notes() const { return notes_; }

  void write(std::ostream& out) const {
    write_table(out, table_, style_);
    if (!bound_by_.empty())
      write_wrapped(out, "  ", fmt::format("bound by {} throughout", bound_by_), style_, Ink::faint);
    for (const std::string& line : absent_) write_wrapped(out, "  ", line, style_, Ink::faint);
    if (has_times_ && !has_work_)
      write_wrapped(out, "  ", "no ceiling: no resource's rate bounds these times", style_, Ink::faint);
    if (style_.detail == Detail::notes) notes_.write(out, style_);
  }

 private:
  // A cell of a missing figure has the dash alone, and marks that say why.
  struct SuiteColumn {
    Column column;
    std::function<Cell(const Measurement&)> cell;
    std::string_view absent = {};  // what to say of a column of which no row has a figure; else it is shown
  };

  void choose_axes() {
    const auto& axes = cases_.front()->id.values();
    for (size_t axis = 0; axis < axes.size(); ++axis)
      if (varies(cases_, axis)) axes_.push_back(axis);
  }

  bool any(const std::function<bool(const Measurement&)>& of) const {
    return std::any_of(cases_.begin(), cases_.end(), [&](const Measurement* m) { return of(*m); });
  }

  void choose_columns() {
    if (!has_times_) return add_column({"outcome", Align::left}, [](const Measurement&) { return Cell{}; });
    if (has_headline_)
      add_column({cells_.unit ? cells_.unit->name : title_},
                 [this](const Measurement& m) { return cells_.headline(m); });
    if (any([&](const Measurement& m) { return has_cycles(m); }))
      add_column({"cycles", Align::right, false, cycles_worth},
                 [this](const Measurement& m) { return cells_.cycles(m); });
    add_column(
        {std::string(glyphs(style_).plus_minus), Align::right, false, precision_worth},
        [this](const Measurement& m) { return cells_.precision(m); }, "no interval is known");
    if (report_.run.processes > 1)
      add_column(
          {"runs", Align::right, false, runs_worth}, [this](const Measurement& m) { return cells_.spread(m); },
          "no spread between runs is known");
    const int worth = has_headline_ ? time_worth : Column::indispensable;
    add_column({"time", Align::right, false, worth}, [this](const Measurement& m) { return cells_.time(m); });
    has_work_ = any([](const Measurement& m) { return !m.work.amounts.empty(); });
    if (has_work_) {
      add_column(
          {std::string(of_ceiling), Align::right, false, ceiling_worth},
          [this](const Measurement& m) { return cells_.ceiling(m); }, "no ceiling is known");
      if (any([&](const Measurement& m) { return seen_.share_of_ceiling(m).has_value(); }))
        add_column({std::string(bound_by), Align::left, false, bound_by_worth},
                   [this](const Measurement& m) { return cells_.bound_by(m); });
    }
    if (any([&](const Measurement& m) { return vendors_.shown(m).has_value(); }))
      add_column({"of vendor", Align::right, false, vendor_worth},
                 [this](const Measurement& m) { return cells_.vendor(m); });
    for (const DeviceColumn& column : device_columns())
      if (any([&](const Measurement& m) { return column.value(m).has_value(); }))
        add_column({std::string(column.title), Align::right, false, device_worth},
                   [this, &column](const Measurement& m) { return cells_.device(column, m); });
  }

  void add_column(Column column, std::function<Cell(const Measurement&)> cell, std::string_view absent = {}) {
    columns_.push_back({std::move(column), std::move(cell), absent});
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
    if ((*kinds.begin())->unit != MetricUnit::seconds) cells_.unit = common_unit(values, (*kinds.begin())->unit);
  }

  // The table of the chosen columns and its footnotes, from the start.
  void lay_out() {
    table_ = {};
    notes_ = Footnotes(&shared_);
    absent_.clear();
    previous_ = nullptr;
    const bool has_precision = std::ranges::any_of(
        columns_, [&](const SuiteColumn& column) { return column.column.title == glyphs(style_).plus_minus; });
    cells_.notes_at = has_precision   ? SuiteCells::Place::precision
                      : has_headline_ ? SuiteCells::Place::headline
                                      : SuiteCells::Place::time;
    for (const size_t axis : axes_) {
      const bool numbers = !any([&](const Measurement& m) {
        const std::string& value = m.id.values()[axis].second;
        return value.empty() || value.front() < '0' || value.front() > '9';
      });
      table_.columns.push_back(
          {shown(cases_.front()->id.values()[axis].first, style_), numbers ? Align::right : Align::left, true});
    }
    for (const SuiteColumn& column : columns_) table_.columns.push_back(column.column);
    for (const Measurement* m : cases_) {
      table_.rows.push_back(key_cells(*m));
      std::vector<Cell>& cells = table_.rows.back();
      if (m->outcome != Outcome::measured)
        cells.push_back(cells_.outcome(*m));
      else
        for (const SuiteColumn& column : columns_) cells.push_back(column.cell(*m));
    }
    remove_empty_columns();
    if (has_headline_ && cells_.unit) align_rates();
  }

  bool too_wide() const { return columns(table_) > static_cast<size_t>(std::max(style_.width, 0)); }

  bool is_full(const std::vector<Cell>& row) const { return row.size() == table_.columns.size(); }

  void remove_column(size_t place) {
    const auto at = static_cast<ptrdiff_t>(place);
    for (std::vector<Cell>& row : table_.rows)
      if (is_full(row)) row.erase(row.begin() + at);
    table_.columns.erase(table_.columns.begin() + at);
  }

  // A column without a single figure is one line below the table.
  void remove_empty_columns() {
    size_t place = axes_.size();
    for (const SuiteColumn& column : columns_) {
      std::set<std::string> marks;
      bool empty = !column.absent.empty();
      for (const std::vector<Cell>& row : table_.rows) {
        if (!is_full(row)) continue;
        empty = empty && row[place].pieces.front().text == glyphs(style_).dash;
        marks.insert(row[place].mark);
      }
      if (!empty) {
        ++place;
        continue;
      }
      std::string all;
      for (const std::string& mark : marks) all += (all.empty() || mark.empty() ? "" : ",") + mark;
      absent_.push_back(std::string(column.absent) + all);
      remove_column(place);
    }
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

  // Decimal points below one another, so that magnitudes can be seen.
  void align_rates() {
    std::vector<std::string*> numbers;
    for (std::vector<Cell>& row : table_.rows)
      if (is_full(row)) numbers.push_back(&row[axes_.size()].pieces.front().text);
    align_points(numbers);
  }

  void leave_out(std::string_view title) {
    std::erase_if(columns_, [&](const SuiteColumn& column) { return column.column.title == title; });
  }

  // A page too narrow for the table need not say the same in every row.
  void fold_bound_by() {
    std::set<std::string_view> names;
    for (const Measurement* m : cases_)
      if (m->outcome == Outcome::measured) names.insert(seen_.bound_by(*m));
    if (names.size() != 1 || names.contains("")) return;
    bound_by_ = *names.begin();
    leave_out(bound_by);
    lay_out();
  }

  // Laid out again: their footnotes go with them.
  void leave_out_columns() {
    Table fitted = table_;
    narrow(fitted, style_.width);
    if (fitted.left_out.empty()) return;
    for (const std::string& title : fitted.left_out) leave_out(title);
    lay_out();
    table_.left_out = std::move(fitted.left_out);
  }

  // The share of the ceiling as a picture, as long as the page has room for.
  void add_bars() {
    const auto page = static_cast<size_t>(std::max(style_.width, 0));
    const size_t taken = columns(table_) + 2;
    const auto shares = std::ranges::find(table_.columns, of_ceiling, &Column::title);
    if (shares == table_.columns.end() || taken + shortest_bar > page) return;
    const size_t cells = std::min(page - taken, longest_bar);
    const auto behind = shares + 1 - table_.columns.begin();
    for (size_t i = 0; i < table_.rows.size(); ++i) {
      std::vector<Cell>& row = table_.rows[i];
      if (!is_full(row)) continue;  // not measured
      const std::optional<double> ratio = seen_.share_of_ceiling(*cases_[i]);
      row.insert(row.begin() + behind, ratio ? bar(*ratio, cells, style_) : Cell{});
    }
    table_.columns.insert(table_.columns.begin() + behind, Column{.title = "", .align = Align::left});
  }

  static constexpr std::string_view of_ceiling = "of ceiling", bound_by = "bound by";

  const Report& report_;
  const VendorRatios& vendors_;
  const SeenRates& seen_;
  const Cases& cases_;
  const SharedNotes& shared_;
  const Style& style_;
  std::vector<size_t> axes_;          // those that vary
  std::vector<SuiteColumn> columns_;  // behind those of the axes
  std::string title_ = "result";      // where there is no such unit
  bool has_headline_ = false;
  bool has_times_ = false;
  bool has_work_ = false;            // that is charged to resources
  std::string bound_by_;             // of all rows, when it has no column
  std::vector<std::string> absent_;  // of columns without figures
  const Measurement* previous_ = nullptr;
  Table table_;
  Footnotes notes_;
  SuiteCells cells_;
};

}  // namespace

void write_suite_table(const Report& report, const VendorRatios& vendors, const SeenRates& seen, const Cases& cases,
                       const SharedNotes& shared, std::ostream& out, const Style& style) {
  SuiteTable(report, vendors, seen, cases, shared, style).write(out);
}

void gather_notes(const Report& report, const VendorRatios& vendors, const SeenRates& seen, const Cases& cases,
                  SharedNotes& shared, const Style& style) {
  shared.gather(SuiteTable(report, vendors, seen, cases, SharedNotes(), style).notes());
}

}  // namespace gpupeak
