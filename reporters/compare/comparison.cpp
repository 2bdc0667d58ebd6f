// What differs between two reports first, then the ratio of the times case by case. No verdicts.
#include "reporters/compare/comparison.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "analysis/compare/side_by_side.h"
#include "core/format.h"
#include "core/text.h"
#include "reporters/report/figures.h"
#include "reporters/report/footnotes.h"
#include "reporters/report/id_groups.h"
#include "reporters/text/table.h"

namespace gpupeak {
namespace {

bool finite(const ComparedCase& c) {
  return c.ratio && std::isfinite(*c.ratio) &&
         (!c.interval || (std::isfinite(c.interval->low) && std::isfinite(c.interval->high)));
}

class ComparisonRows {
 public:
  ComparisonRows(const CompareTable& compared, const IdGroup& group, std::string_view b, const Style& style)
      : style_(style), caption_(caption(group, style)) {
    table_.columns = {
        {"case", Align::left, true}, {"A"}, {std::string(b)}, {fmt::format("{}/A", b)}, {"99 % interval"}};
    for (size_t i = 0; i < group.members.size(); ++i)
      table_.rows.push_back(row_of(compared.cases[group.members[i]], shown(group.names[i], style)));
  }

  void write(std::ostream& out) const {
    write_wrapped(out, "", caption_, style_, Ink::strong);
    write_table(out, table_, style_);
    notes_.write(out, style_);
  }

 private:
  std::vector<Cell> row_of(const ComparedCase& c, std::string name) {
    std::vector<Cell> cells{{{{std::move(name)}}}};
    if (!has_time(c.a_s) && !has_time(c.b_s)) return cells.push_back(missing(c)), cells;
    cells.push_back(time_cell(c.a_s, c));
    cells.push_back(time_cell(c.b_s, c));
    if (!finite(c)) return cells.push_back(missing(c)), cells;
    std::vector<int> marks;
    if (c.interval && c.interval->confidence < 0.99)
      marks.push_back(
          notes_.number(fmt::format("so few samples give an interval of {:.0f} % only", 100 * c.interval->confidence)));
    if (!c.note.empty()) marks.push_back(notes_.number(c.note));
    const bool sure = surely_differs(c);
    cells.push_back({{{ratio_text(*c.ratio), sure ? Ink::strong : Ink::plain}}});
    const std::string interval =
        c.interval ? fmt::format("{} .. {}", ratio_text(c.interval->low), ratio_text(c.interval->high))
                   : std::string(glyphs(style_).dash);
    cells.push_back({{{fmt::format("{}{}", interval, sure ? " *" : "  ")}}, mark(marks, style_)});
    return cells;
  }

  static bool has_time(const std::optional<double>& seconds) {
    return seconds && std::isfinite(*seconds) && *seconds > 0;
  }
  Cell time_cell(const std::optional<double>& seconds, const ComparedCase& c) {
    return has_time(seconds) ? Cell{{{text(Seconds(*seconds))}}} : missing(c);
  }
  Cell missing(const ComparedCase& c) {
    const int why = notes_.number(c.note.empty() ? "no finite figure" : c.note);
    return {{{std::string(glyphs(style_).dash)}}, mark({why}, style_)};
  }

  const Style& style_;
  std::string caption_;
  Table table_;
  Footnotes notes_;
};

void write_comparison_pair(const CompareTable& compared, std::ostream& out, const Style& style, std::string_view b) {
  write_wrapped(out, "A  ", shown(compared.a, style), style);
  write_wrapped(out, fmt::format("{}  ", b), shown(compared.b, style), style);
  if (!compared.differences.empty()) {
    out << fmt::format("\nA and {} differ in\n", b);
    for (const std::string& difference : compared.differences)
      write_wrapped(out, "  ", shown(difference, style), style, Ink::caution);
  }
  if (compared.cases.empty()) {
    out << "\nneither report has a case\n";
    return;
  }
  std::vector<std::string> ids;
  for (const ComparedCase& c : compared.cases) ids.push_back(c.id);
  for (const IdGroup& group : grouped_ids(ids)) {
    out << '\n';
    ComparisonRows(compared, group, b, style).write(out);
  }
  out << '\n';
  if (compared.geometric_mean && std::isfinite(*compared.geometric_mean)) {
    const auto count = std::count_if(compared.cases.begin(), compared.cases.end(),
                                     [](const ComparedCase& c) { return c.ratio.has_value(); });
    write_wrapped(out, "",
                  fmt::format("geometric mean of {}/A over {}: {}", b, count_of(count, "case"),
                              ratio_text(*compared.geometric_mean)),
                  style, Ink::strong);
  }
  if (compared.suites.size() > 1)
    for (const ComparedSuite& suite : compared.suites)
      write_wrapped(
          out, "  ",
          fmt::format("{} over {}: {}", shown(suite.suite, style), suite.cases, ratio_text(suite.geometric_mean)),
          style);
}

}  // namespace

std::string ratio_text(double ratio) { return ratio < 0.1 ? three_digits(ratio) : fmt::format("{:.3f}", ratio); }

void write_comparisons(const std::vector<CompareTable>& tables, std::ostream& out, const Style& style) {
  for (size_t i = 0; i < tables.size(); ++i) {
    if (i > 0) out << '\n';
    write_comparison_pair(tables[i], out, style, side_letter(i + 1));
  }
  if (std::ranges::all_of(tables, [](const CompareTable& table) { return table.cases.empty(); })) return;
  if (tables.size() > 1) out << '\n';
  write_wrapped(
      out, "",
      fmt::format("A, B{}: median time of one launch. B/A time ratio; below 1 is faster in B. *: the whole 99 % "
                  "interval lies on one side of 1.",
                  tables.size() > 1 ? " and so on" : ""),
      style, Ink::faint);
  if (std::ranges::any_of(tables, [](const CompareTable& table) { return table.noise_unknown > 0; }))
    write_wrapped(out, "", unknown_noise_note, style, Ink::faint);
  if (std::ranges::any_of(tables, &CompareTable::noise_assumed))
    write_wrapped(out, "", assumed_noise_note, style, Ink::faint);
}

}  // namespace gpupeak
