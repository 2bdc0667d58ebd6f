// Reports beside the first of them, as one offline page.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/format.h"
#include "core/text.h"
#include "reporters/charts/forest.h"
#include "reporters/compare/comparison.h"
#include "reporters/html/page.h"
#include "reporters/svg/markup.h"

namespace gpupeak {
namespace {

using svg::escaped;

constexpr size_t most_comparison_rows = 5000;  // what a browser shows without pause

std::string verdict_of(const CompareTable& table, std::string_view b) {
  const auto compared = std::ranges::count_if(table.cases, [](const ComparedCase& c) { return c.ratio.has_value(); });
  if (compared == 0) return "No case was measured on both sides.";
  const std::string cases = count_of(compared, "case") + " on both sides";
  if (!table.geometric_mean || !std::isfinite(*table.geometric_mean)) return cases + ".";
  return fmt::format("{}: geometric mean of time of {} / time of A {}.", cases, b, ratio_text(*table.geometric_mean));
}

html::Cell time_cell(const std::optional<double>& seconds) {
  return seconds && *seconds > 0 && std::isfinite(*seconds) ? html::Cell{text(Seconds(*seconds)), seconds}
                                                            : html::Cell{"–"};
}

std::string_view comparison_page_class(Finding finding) {
  return finding == Finding::worse ? "alarm strong" : finding == Finding::better ? "good strong" : "";
}

std::vector<html::Cell> comparison_page_row(const ComparedCase& c) {
  std::vector<html::Cell> row{{c.id, {}, "id name"}};
  if (c.ratio && std::isfinite(*c.ratio) && c.interval) {
    const Judged verdict = judged({*c.ratio, *c.interval}, comparison_limit);
    row.push_back({ratio_text(*c.ratio), c.ratio, comparison_page_class(verdict.finding)});
    const bool usual = verdict.said == finding_names[static_cast<size_t>(verdict.finding)];
    row.push_back({fmt::format("{} to {}{}", ratio_text(c.interval->low), ratio_text(c.interval->high),
                               usual ? std::string() : fmt::format(" ({})", verdict.said))});
  } else if (c.ratio && std::isfinite(*c.ratio)) {
    row.insert(row.end(), {html::Cell{ratio_text(*c.ratio), c.ratio}, html::Cell{"–"}});
  } else {
    row.insert(row.end(), {html::Cell{"–"}, html::Cell{"–"}});
  }
  row.push_back(time_cell(c.a_s));
  row.push_back(time_cell(c.b_s));
  row.push_back({c.note, {}, "notes"});
  return row;
}

void write_comparison_page_pair(const CompareTable& table, const std::string& b, std::ostream& out) {
  out << "<p class=\"verdict\">" << verdict_of(table, b) << "</p>\n";
  for (const std::string& difference : table.differences)
    out << "<p class=\"caution\">differs: " << escaped(difference) << "</p>\n";
  if (table.noise_unknown > 0) out << "<p class=\"note\">" << escaped(unknown_noise_note) << "</p>\n";
  if (table.noise_assumed) out << "<p class=\"note\">" << escaped(assumed_noise_note) << "</p>\n";
  if (const Picture picture = comparison_picture(table, b); !picture.body.empty()) html::write_picture(picture, out);
  std::vector<std::vector<html::Cell>> rows;
  for (const ComparedCase& c : table.cases)
    if (rows.size() < most_comparison_rows) rows.push_back(comparison_page_row(c));
  if (!rows.empty())
    html::write_table(out, fmt::format("cases of {} and A", b), {"case", b + "/A", "99 % interval", "A", b, "note"},
                      rows);
  if (rows.size() < table.cases.size())
    out << fmt::format("<p class=\"note\">The first {} of {} cases.</p>\n", rows.size(), table.cases.size());
}

html::Cell comparison_page_times(const std::optional<double>& factor) {
  return factor ? html::Cell{three_digits(*factor) + "×", factor} : html::Cell{};
}

html::Cell percent_cell(const std::optional<double>& ratio) {
  return ratio ? html::Cell{share(*ratio), ratio} : html::Cell{};
}

// TABLE of what is said of each report as a whole; a column in which nobody knows anything is left out.
struct SummaryRow {
  std::string_view title;
  html::Cell (*cell)(const SideColumn&);
};
constexpr SummaryRow summary_rows[] = {
    {"speed", [](const SideColumn& c) { return comparison_page_times(c.speed); }},
    {"of ceiling", [](const SideColumn& c) { return percent_cell(c.efficiency); }},
    {"energy", [](const SideColumn& c) { return comparison_page_times(c.joules); }},
    {"price/h",
     [](const SideColumn& c) {
       return c.price ? html::Cell{three_digits(*c.price), c.price} : html::Cell{};
     }},
    {"speed per price", [](const SideColumn& c) { return comparison_page_times(c.speed_per_price); }},
};

// TABLE of what is said of each case on each side, likewise.
struct FigureOfCase {
  std::string_view title;
  html::Cell (*cell)(const SideRow&, size_t report);
};
constexpr FigureOfCase figures_of_case[] = {
    {"result",
     [](const SideRow& row, size_t report) {
       const Measurement& m = *row.cells[report].measured;
       const Metric* metric = headline(m);
       if (!metric) return html::Cell{};
       const double value = *finite_value(*metric, m);
       return html::Cell{html::headline_text(*metric, value), value};
     }},
    {"speed", [](const SideRow& row,
                 size_t report) { return report > 0 ? comparison_page_times(speed_of(row, report)) : html::Cell{}; }},
    {"of ceiling", [](const SideRow& row, size_t report) { return percent_cell(row.cells[report].efficiency); }},
    {"energy",
     [](const SideRow& row, size_t report) {
       const std::optional<double>& joules = row.cells[report].joules;
       return joules ? html::Cell{text(Joules(*joules)), joules} : html::Cell{};
     }},
};

// Columns are added to rows that stand already, unless all of it is blank.
void add_unless_blank(std::string title, std::vector<html::Cell> column, std::vector<std::string>& titles,
                      std::vector<std::vector<html::Cell>>& rows) {
  if (std::ranges::all_of(column, [](const html::Cell& cell) { return cell.text.empty(); })) return;
  titles.push_back(std::move(title));
  for (size_t i = 0; i < rows.size(); ++i) rows[i].push_back(std::move(column[i]));
}

void write_comparison_page_summary(const SideBySide& beside, std::ostream& out) {
  std::vector<std::string> titles{"", "device"};
  std::vector<std::vector<html::Cell>> rows;
  for (size_t i = 0; i < beside.columns.size(); ++i)
    rows.push_back({{side_letter(i), {}, "name"}, {beside.columns[i].device}});
  for (const SummaryRow& row : summary_rows) {
    std::vector<html::Cell> column;
    for (const SideColumn& report : beside.columns) column.push_back(row.cell(report));
    add_unless_blank(std::string(row.title), std::move(column), titles, rows);
  }
  html::write_table(out, "reports side by side", titles, rows);
}

void write_side_by_side(const SideBySide& beside, std::ostream& out) {
  out << fmt::format("<section><h2>Side by side</h2>\n<p>{} that all of them measured.</p>\n",
                     count_of(beside.rows.size(), "case"));
  if (!beside.rows.empty()) {
    write_comparison_page_summary(beside, out);
    const size_t cases =
        std::min(beside.rows.size(), std::max<size_t>(1, most_comparison_rows / beside.columns.size()));
    std::vector<std::string> titles{"case"};
    std::vector<std::vector<html::Cell>> rows;
    for (size_t i = 0; i < cases; ++i) rows.push_back({{beside.rows[i].id, {}, "id name"}});
    for (const FigureOfCase& figure : figures_of_case)
      for (size_t report = 0; report < beside.columns.size(); ++report) {
        std::vector<html::Cell> column;
        for (size_t i = 0; i < cases; ++i) column.push_back(figure.cell(beside.rows[i], report));
        add_unless_blank(fmt::format("{} {}", side_letter(report), figure.title), std::move(column), titles, rows);
      }
    const auto tells = [&](std::string_view figure) {
      return std::ranges::any_of(titles, [&](const std::string& title) { return title.ends_with(figure); });
    };
    out << fmt::format("<p class=\"note\">Geometric means over these cases; ×: against A.{}{}</p>\n",
                       tells("energy") ? " Energy: of one launch." : "",
                       tells("of ceiling") ? " Of ceiling: at the clock it ran at." : "");
    html::write_table(out, "cases side by side", titles, rows);
    if (cases < beside.rows.size())
      out << fmt::format("<p class=\"note\">The first {} of {} cases.</p>\n", cases, beside.rows.size());
  }
  out << "</section>\n";
}

}  // namespace

void write_comparison_page(const std::vector<CompareTable>& tables, const SideBySide& beside, std::ostream& out) {
  const bool two = tables.size() == 1;
  const std::string title = two ? "B beside A" : fmt::format("{} reports beside A", tables.size());
  html::begin_page("gpupeak: " + title, out);
  out << "<header><h1>" << title << "</h1>\n<dl>";
  for (size_t i = 0; i < beside.columns.size(); ++i) {
    const SideColumn& report = beside.columns[i];
    out << "<dt>" << side_letter(i) << "</dt><dd>" << escaped(report.name)
        << (report.device.empty() ? "" : ", " + escaped(report.device)) << "</dd>";
  }
  out << "</dl></header>\n<main>\n";
  if (!two) write_side_by_side(beside, out);
  for (size_t i = 0; i < tables.size(); ++i) {
    const std::string letter = side_letter(i + 1);
    if (!two) out << "<section><h2>" << letter << " beside A</h2>\n";
    write_comparison_page_pair(tables[i], letter, out);
    if (!two) out << "</section>\n";
  }
  if (two && beside.worth_showing()) write_side_by_side(beside, out);
  out << "</main>\n<footer><p class=\"note\">Times are medians of one launch. B/A: ratio of times with its 99 % "
         "interval; "
         "below 1 is faster in B"
      << (two ? "" : ", and so on")
      << fmt::format(". In colour where the whole interval lies beyond ± {:.3g} %.</p></footer>\n",
                     100 * comparison_limit);
  html::end_page(out);
}

}  // namespace gpupeak
