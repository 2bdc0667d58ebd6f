#include "reporters/side_by_side.h"

#include <fmt/format.h>

#include "reporters/table.h"

namespace gpupeak {
namespace {

Cell figure(const std::optional<double>& value, std::string_view unit, double factor, const Style& style) {
  return {{{value ? fmt::format("{:.3g}{}", factor * *value, unit) : std::string(glyphs(style).dash)}}};
}

}  // namespace

void write_reference(const ReferenceTable& reference, std::ostream& out, const Style& style) {
  const auto percent = [](double share) { return fmt::format("{:.1f} %", 100 * share); };
  write_wrapped(out, "", shown(reference.device, style), style, Ink::strong);
  Table table;
  table.columns = {{"case", Align::left, true}, {"reads"}, {"usually"}, {"jobs"}};
  for (const ReferenceRow& row : reference.rows)
    table.rows.push_back({{{{shown(row.id, style)}}},
                          {{{percent(row.speed), row.speed < row.low ? Ink::alarm : Ink::plain}}},
                          {{{fmt::format("{} to {}", percent(row.low), percent(row.high))}}},
                          {{{std::to_string(row.jobs)}}}});
  write_table(out, table, style);
  write_wrapped(
      out, "",
      fmt::format("Your card reads {} of the reference, this model usually {} to {} (geometric means of {} "
                  "cases; 100 % is the median of the reference's jobs).",
                  percent(reference.speed), percent(reference.low), percent(reference.high), reference.rows.size()),
      style);
}

void write_side_by_side(const SideBySide& all, std::ostream& out, const Style& style) {
  out << '\n';
  write_wrapped(out, "", fmt::format("Side by side, {} cases that all of them measured", all.rows.size()), style,
                Ink::strong);
  if (all.rows.empty()) return;
  bool joules = false, prices = false;
  for (const SideColumn& column : all.columns) {
    joules = joules || column.joules;
    prices = prices || column.speed_per_price;
  }
  Table table;
  table.columns = {{"report", Align::left, true}, {"device", Align::left}, {"speed"}, {"of ceiling"}};
  if (joules) table.columns.push_back({"energy"});
  if (prices) table.columns.push_back({"speed per price"});
  for (const SideColumn& column : all.columns) {
    std::vector<Cell> cells{{{{shown(column.name, style)}}},
                            {{{shown(column.device, style)}}},
                            figure(column.speed, "x", 1, style),
                            figure(column.efficiency, " %", 100, style)};
    if (joules) cells.push_back(figure(column.joules, "x", 1, style));
    if (prices) cells.push_back(figure(column.speed_per_price, "x", 1, style));
    table.rows.push_back(std::move(cells));
  }
  write_table(out, table, style);
  write_wrapped(out, "",
                "Geometric means over these cases; x: against the first report. Energy of a launch where all count it.",
                style, Ink::faint);
}

}  // namespace gpupeak
