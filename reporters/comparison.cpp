// Two reports side by side: what differs between them first, then the ratio of the times case by case. No verdicts.
#include "reporters/comparison.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/format.h"
#include "reporters/figures.h"
#include "reporters/footnotes.h"
#include "reporters/table.h"

namespace gpupeak {
namespace {

using Parts = std::vector<std::string>;

// "matmul/dtype=f32/m=64" → matmul, dtype=f32, m=64
Parts parts_of(std::string_view id) {
  Parts parts;
  for (size_t slash; (slash = id.find('/')) != std::string_view::npos; id.remove_prefix(slash + 1))
    parts.emplace_back(id.substr(0, slash));
  parts.emplace_back(id);
  return parts;
}

// Neighbours of one suite whose ids have as many parts: what they share is said once, above them.
struct Group {
  std::vector<const ComparedCase*> cases;
  std::vector<Parts> parts;

  bool takes(const Parts& other) const {
    return parts.front().front() == other.front() && parts.front().size() == other.size();
  }
  bool shared(size_t part) const {
    return std::all_of(parts.begin(), parts.end(), [&](const Parts& p) { return p[part] == parts.front()[part]; });
  }
};

std::vector<Group> groups_of(const std::vector<ComparedCase>& cases) {
  std::vector<Group> groups;
  for (const ComparedCase& c : cases) {
    Parts parts = parts_of(c.id);
    if (groups.empty() || !groups.back().takes(parts)) groups.emplace_back();
    groups.back().cases.push_back(&c);
    groups.back().parts.push_back(std::move(parts));
  }
  return groups;
}

std::string ratio_text(double ratio) { return fmt::format("{:.3f}", ratio); }

bool finite(const Ratio& r) {
  return std::isfinite(r.estimate) && std::isfinite(r.interval.low) && std::isfinite(r.interval.high);
}

class Rows {
 public:
  Rows(const Group& group, const Style& style) : style_(style) {
    table_.columns.push_back({"case", Align::left, true});
    for (const char* title : {"A", "B", "B/A", "99 % interval"}) table_.columns.push_back({title});
    for (size_t part = 0; part < group.parts.front().size(); ++part)
      if (group.shared(part))
        caption_ += fmt::format("{}{}", part > 0 ? glyphs(style).dot : "", shown(group.parts.front()[part], style));
    for (size_t i = 0; i < group.cases.size(); ++i) {
      std::string name;
      for (size_t part = 0; part < group.parts[i].size(); ++part)
        if (!group.shared(part)) name += (name.empty() ? "" : "/") + group.parts[i][part];
      if (name.empty()) name = group.parts[i].back();  // all the same: nothing tells them apart
      table_.rows.push_back(row_of(*group.cases[i], shown(name, style)));
    }
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
    if (!c.ratio || !finite(*c.ratio)) return cells.push_back(missing(c)), cells;
    const Interval& interval = c.ratio->interval;
    const bool holds_one = interval.low <= 1 && 1 <= interval.high;
    std::vector<int> marks;
    if (interval.confidence < 0.99)
      marks.push_back(
          notes_.number(fmt::format("so few samples give an interval of {:.0f} % only", 100 * interval.confidence)));
    if (!c.note.empty()) marks.push_back(notes_.number(c.note));
    cells.push_back({{{ratio_text(c.ratio->estimate), holds_one ? Ink::plain : Ink::strong}}});
    cells.push_back(
        {{{fmt::format("{} .. {}{}", ratio_text(interval.low), ratio_text(interval.high), holds_one ? "  " : " *")}},
         mark(marks, style_)});
    return cells;
  }

  static bool has_time(double seconds) { return std::isfinite(seconds) && seconds > 0; }
  Cell time_cell(double seconds, const ComparedCase& c) {
    return has_time(seconds) ? Cell{{{text(Seconds(seconds))}}} : missing(c);
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

}  // namespace

void write_comparison(const CompareTable& compared, std::ostream& out, const Style& style) {
  write_wrapped(out, "A  ", shown(compared.a, style), style);
  write_wrapped(out, "B  ", shown(compared.b, style), style);
  if (!compared.differences.empty()) {
    out << "\nA and B differ in\n";
    for (const std::string& difference : compared.differences)
      write_wrapped(out, "  ", shown(difference, style), style, Ink::caution);
  }
  if (compared.cases.empty()) {
    out << "\nneither report has a case\n";
    return;
  }
  for (const Group& group : groups_of(compared.cases)) {
    out << '\n';
    Rows(group, style).write(out);
  }
  out << '\n';
  if (compared.geometric_mean && std::isfinite(*compared.geometric_mean)) {
    const auto count = std::count_if(compared.cases.begin(), compared.cases.end(),
                                     [](const ComparedCase& c) { return c.ratio.has_value(); });
    write_wrapped(out, "",
                  fmt::format("geometric mean of B/A over {} {}: {}", count, count == 1 ? "case" : "cases",
                              ratio_text(*compared.geometric_mean)),
                  style, Ink::strong);
  }
  if (compared.suites.size() > 1)
    for (const ComparedSuite& suite : compared.suites)
      write_wrapped(
          out, "  ",
          fmt::format("{} over {}: {}", shown(suite.suite, style), suite.cases, ratio_text(suite.geometric_mean)),
          style);
  write_wrapped(
      out, "",
      "A, B: median time of one launch. B/A time ratio; below 1 is faster in B. *: the interval does not contain 1.",
      style, Ink::faint);
  if (compared.noise_assumed) write_wrapped(out, "", assumed_noise_note, style, Ink::faint);
}

}  // namespace gpupeak
