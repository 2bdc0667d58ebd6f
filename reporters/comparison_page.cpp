#include "reporters/comparison_page.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/format.h"
#include "reporters/charts/forest.h"
#include "reporters/html/page.h"
#include "reporters/svg/markup.h"

namespace gpupeak {
namespace {

using html::Cell;
using svg::escaped;

constexpr size_t most_rows = 5000;  // what a browser shows without pause

std::string verdict_of(const CompareTable& table) {
  const auto compared = std::ranges::count_if(table.cases, [](const ComparedCase& c) { return c.ratio.has_value(); });
  if (compared == 0) return "No case was measured on both sides.";
  const std::string cases = fmt::format("{} {} on both sides", compared, compared == 1 ? "case" : "cases");
  if (!table.geometric_mean || !std::isfinite(*table.geometric_mean)) return cases + ".";
  return fmt::format("{}: geometric mean of time of B / time of A {:.3f}.", cases, *table.geometric_mean);
}

Cell time_cell(double seconds) {
  return seconds > 0 && std::isfinite(seconds) ? Cell{text(Seconds(seconds)), seconds} : Cell{"–"};
}

std::string_view class_of(Finding finding) {
  return finding == Finding::worse ? "alarm strong" : finding == Finding::better ? "good strong" : "";
}

std::vector<Cell> row_of(const ComparedCase& c) {
  std::vector<Cell> row{{c.id, {}, "id name"}};
  if (c.ratio && std::isfinite(c.ratio->estimate)) {
    const Interval& interval = c.ratio->interval;
    const Judged verdict = judged(*c.ratio, comparison_limit);
    row.push_back({fmt::format("{:.3f}", c.ratio->estimate), c.ratio->estimate, class_of(verdict.finding)});
    const bool usual = verdict.said == finding_names[static_cast<size_t>(verdict.finding)];
    row.push_back({fmt::format("{:.3f} to {:.3f}{}", interval.low, interval.high,
                               usual ? std::string() : fmt::format(" ({})", verdict.said))});
  } else {
    row.insert(row.end(), {Cell{"–"}, Cell{"–"}});
  }
  row.push_back(time_cell(c.a_s));
  row.push_back(time_cell(c.b_s));
  row.push_back({c.note, {}, "notes"});
  return row;
}

}  // namespace

void write_comparison_page(const CompareTable& table, std::ostream& out, const Style&) {
  html::begin_page("gpupeak: B beside A", out);
  out << "<header><h1>B beside A</h1>\n<dl><dt>A</dt><dd>" << escaped(table.a) << "</dd><dt>B</dt><dd>"
      << escaped(table.b) << "</dd></dl></header>\n<main>\n<p class=\"verdict\">" << verdict_of(table) << "</p>\n";
  for (const std::string& difference : table.differences)
    out << "<p class=\"caution\">differs: " << escaped(difference) << "</p>\n";
  if (table.noise_assumed) out << "<p class=\"note\">" << escaped(assumed_noise_note) << "</p>\n";
  if (const Picture picture = comparison_picture(table); !picture.body.empty()) html::write_picture(picture, out);
  std::vector<std::vector<Cell>> rows;
  for (const ComparedCase& c : table.cases)
    if (rows.size() < most_rows) rows.push_back(row_of(c));
  if (!rows.empty()) html::write_table(out, "cases", {"case", "B/A", "99 % interval", "A", "B", "note"}, rows);
  if (rows.size() < table.cases.size())
    out << fmt::format("<p class=\"note\">The first {} of {} cases.</p>\n", rows.size(), table.cases.size());
  out << "</main>\n<footer><p class=\"note\">A, B: median time of one launch. B/A: ratio of times with its 99 % "
         "interval; below 1 "
         "is faster in B. In colour where the whole interval lies beyond "
      << fmt::format("± {:.3g} %.</p></footer>\n", 100 * comparison_limit);
  html::end_page(out);
}

}  // namespace gpupeak
