// Several devices beside one another, for a terminal.
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "core/format.h"
#include "core/text.h"
#include "reporters/compare/comparison.h"
#include "reporters/report/figures.h"
#include "reporters/report/id_groups.h"
#include "reporters/text/table.h"

namespace gpupeak {
namespace {

std::string side_by_side_times(double factor) { return three_digits(factor) + "x"; }

Cell side_by_side_figure(const std::optional<double>& value, std::string (*text)(double), const Style& style) {
  return {{{value ? text(*value) : std::string(glyphs(style).dash)}}};
}

}  // namespace

void write_reference(const ReferenceTable& reference, std::ostream& out, const Style& style) {
  const auto percent = [](double share) { return fmt::format("{:.1f} %", 100 * share); };
  write_wrapped(out, "", shown(reference.device, style), style, Ink::strong);
  const auto usual = [&](double low, double high) { return fmt::format("{} to {}", percent(low), percent(high)); };
  Table table;
  table.columns = {{"case", Align::left, true}, {"reads"}, {"usually"}, {"jobs"}};
  for (const ReferenceRow& row : reference.rows) {
    const bool told = row.jobs >= jobs_that_tell_usual;
    table.rows.push_back({{{{shown(row.id, style)}}},
                          {{{percent(row.speed), told && row.speed < row.low ? Ink::alarm : Ink::plain}}},
                          {{{told ? usual(row.low, row.high) : std::string(glyphs(style).dash)}}},
                          {{{std::to_string(row.jobs)}}}});
  }
  write_table(out, table, style);
  const std::string says =
      reference.fewest_jobs >= jobs_that_tell_usual
          ? fmt::format("this model usually {}", usual(reference.low, reference.high))
          : fmt::format("the reference has {}, too few to say what is usual", count_of(reference.fewest_jobs, "job"));
  write_wrapped(out, "",
                fmt::format("Your {} reads {} of the reference, {} (geometric means of {}; 100 % is the median of "
                            "the reference's jobs).",
                            reference.backend == "cuda" ? "card" : "device", percent(reference.speed), says,
                            count_of(reference.rows.size(), "case")),
                style);
}

namespace {

constexpr size_t most_beside = 6;  // reports of which a terminal shows the figures of each case

// The figures of neighbouring cases: a line per case and report, so that a column holds what is compared.
class SideTable {
 public:
  SideTable(const SideBySide& all, const IdGroup& group, const Style& style) : all_(all), group_(group), style_(style) {
    choose_unit();
    has_efficiency_ = anyone_knows(&SideCell::efficiency);
    has_joules_ = anyone_knows(&SideCell::joules);
    table_.columns = {{"case", Align::left, true}, {"", Align::left, true}, {unit_ ? unit_->name : title_}, {"speed"}};
    if (has_efficiency_) table_.columns.push_back({"of ceiling"});
    if (has_joules_) table_.columns.push_back({"energy"});
    for (size_t member = 0; member < group.members.size(); ++member)
      for (size_t report = 0; report < all.columns.size(); ++report) table_.rows.push_back(row_of(member, report));
    align();
  }

  void write(std::ostream& out) const {
    write_wrapped(out, "", caption(group_, style_), style_, Ink::strong);
    write_table(out, table_, style_);
  }

 private:
  const SideRow& row(size_t member) const { return all_.rows[group_.members[member]]; }
  Cell blank() const { return {{{std::string(glyphs(style_).dash)}}}; }

  bool anyone_knows(std::optional<double> SideCell::*figure) const {
    for (size_t i = 0; i < group_.members.size(); ++i)
      for (const SideCell& cell : row(i).cells)
        if (cell.*figure) return true;
    return false;
  }

  // One for all where they are rates of one kind.
  void choose_unit() {
    std::vector<double> values;
    std::set<const Metric*> kinds;
    for (size_t i = 0; i < group_.members.size(); ++i)
      for (const SideCell& cell : row(i).cells)
        if (const Metric* metric = headline(*cell.measured)) {
          kinds.insert(metric);
          values.push_back(*finite_value(*metric, *cell.measured));
        }
    if (kinds.size() != 1) return;
    title_ = (*kinds.begin())->title;
    if ((*kinds.begin())->unit != MetricUnit::seconds) unit_ = common_unit(values, (*kinds.begin())->unit);
  }

  std::vector<Cell> row_of(size_t member, size_t report) const {
    const SideRow& cases = row(member);
    const SideCell& cell = cases.cells[report];
    const Ink ink = report == 0 ? Ink::plain : Ink::faint;
    std::vector<Cell> cells{{{{report == 0 ? shown(group_.names[member], style_) : ""}}},
                            {{{side_letter(report), ink}}},
                            headline_cell(*cell.measured),
                            {{{side_by_side_times(speed_of(cases, report))}}}};
    if (has_efficiency_) cells.push_back(side_by_side_figure(cell.efficiency, share, style_));
    if (has_joules_)
      cells.push_back(side_by_side_figure(
          cell.joules, [](double joules) { return text(Joules(joules)); }, style_));
    return cells;
  }

  Cell headline_cell(const Measurement& m) const {
    const Metric* metric = headline(m);
    if (!metric) return blank();
    const double value = *finite_value(*metric, m);
    return {{{unit_ ? three_digits(value / unit_->factor) : shown(text_of(value, metric->unit), style_), Ink::strong}}};
  }

  void align() {
    std::vector<std::string*> rates;
    for (std::vector<Cell>& row : table_.rows) rates.push_back(&row[2].pieces.front().text);
    if (unit_) align_points(rates);
  }

  const SideBySide& all_;
  const IdGroup& group_;
  const Style& style_;
  std::string title_ = "result";
  std::optional<RateUnit> unit_;
  bool has_efficiency_ = false, has_joules_ = false;
  Table table_;
};

void write_side_by_side_summary(const SideBySide& all, std::ostream& out, const Style& style) {
  const auto told = [&](std::optional<double> SideColumn::*figure) {
    return std::ranges::any_of(all.columns, [&](const SideColumn& column) { return (column.*figure).has_value(); });
  };
  const bool joules = told(&SideColumn::joules), prices = told(&SideColumn::speed_per_price);
  Table table;
  table.columns = {
      {"", Align::left, true}, {"report", Align::left}, {"device", Align::left}, {"speed"}, {"of ceiling"}};
  if (joules) table.columns.push_back({"energy"});
  if (prices) table.columns.insert(table.columns.end(), {{"price/h"}, {"speed per price"}});
  for (size_t i = 0; i < all.columns.size(); ++i) {
    const SideColumn& column = all.columns[i];
    std::vector<Cell> cells{{{{side_letter(i), Ink::strong}}},
                            {{{shown(column.name, style)}}},
                            {{{shown(column.device, style)}}},
                            side_by_side_figure(column.speed, side_by_side_times, style),
                            side_by_side_figure(column.efficiency, share, style)};
    if (joules) cells.push_back(side_by_side_figure(column.joules, side_by_side_times, style));
    if (prices) {
      cells.push_back(side_by_side_figure(column.price, three_digits, style));
      cells.push_back(side_by_side_figure(column.speed_per_price, side_by_side_times, style));
    }
    table.rows.push_back(std::move(cells));
  }
  write_table(out, table, style);
}

bool any_case(const SideBySide& all, std::optional<double> SideCell::*figure) {
  return std::ranges::any_of(all.rows, [&](const SideRow& row) {
    return std::ranges::any_of(row.cells, [&](const SideCell& cell) { return (cell.*figure).has_value(); });
  });
}

}  // namespace

void write_side_by_side(const SideBySide& all, std::ostream& out, const Style& style) {
  write_wrapped(out, "", fmt::format("Side by side, {} that all of them measured", count_of(all.rows.size(), "case")),
                style, Ink::strong);
  if (all.rows.empty()) return;
  write_side_by_side_summary(all, out, style);
  const bool joules = std::ranges::any_of(all.columns, [](const SideColumn& c) { return c.joules.has_value(); });
  write_wrapped(out, "",
                fmt::format("Geometric means over these cases; x: against the first report.{}",
                            joules ? " Energy of a launch where all count it." : ""),
                style, Ink::faint);
  if (all.columns.size() > most_beside) {
    write_wrapped(out, "",
                  fmt::format("The figures of each case are shown of at most {} reports at once; --format html shows "
                              "them of up to {}.",
                              most_beside, most_reports_on_page),
                  style, Ink::faint);
    return;
  }
  std::vector<std::string> ids;
  for (const SideRow& row : all.rows) ids.push_back(row.id);
  for (const IdGroup& group : grouped_ids(ids)) {
    out << '\n';
    SideTable(all, group, style).write(out);
  }
  out << '\n';
  write_wrapped(out, "",
                fmt::format("Speed: against the first report.{}{}",
                            any_case(all, &SideCell::efficiency) ? " Of ceiling: at the clock it ran at." : "",
                            any_case(all, &SideCell::joules) ? " Energy: of one launch." : ""),
                style, Ink::faint);
}

}  // namespace gpupeak
