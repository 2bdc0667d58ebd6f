// What the report comes to, before anything else: how far it can be believed, the best of each kind of work, and what
// could be gained. The first screen of a terminal says the same.
#include "analysis/summary/summary.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/text.h"
#include "reporters/html/page.h"
#include "reporters/report/figures.h"
#include "reporters/report/headlines.h"
#include "reporters/svg/markup.h"

namespace gpupeak::html {

using svg::escaped;

namespace {

constexpr size_t most_summary_gaps = 2;

std::string_view class_of(Outcome outcome) {
  return outcome == Outcome::measured ? "good" : outcome == Outcome::skipped ? "caution" : "alarm";
}

std::string_view class_of(Grade grade) {
  return grade == Grade::high ? "good" : grade == Grade::moderate ? "caution" : "alarm";
}

void write_counts(const Report& report, std::ostream& out) {
  if (report.measurements.empty()) {
    out << "<p class=\"verdict\">Nothing was to be measured: the report has no case.</p>\n";
    return;
  }
  out << "<p>" << count_of(report.measurements.size(), "case") << ':';
  std::string_view separator = " ";
  for (const Outcome outcome : outcomes) {
    const auto count = std::ranges::count(report.measurements, outcome, &Measurement::outcome);
    if (count == 0) continue;
    out << fmt::format("{}<span class=\"{}\">{} {}</span>", separator, class_of(outcome), count, name(outcome));
    separator = ", ";
  }
  out << "</p>\n";
}

void write_grade(const Report& report, const ReportSummary& summary, std::ostream& out) {
  for (const std::string& fault : fault_sentences(report, summary))
    out << "<p class=\"alarm\">" << escaped(fault) << "</p>\n";
  const std::string sentence = grade_sentence(summary);
  if (!sentence.empty())
    out << fmt::format("<p class=\"verdict {}\">{}</p>\n", class_of(summary.grade), escaped(sentence));
}

std::vector<Cell> row_of(const Headline& line, bool vendor) {
  std::vector<Cell> row{{std::string(line.kind) + (line.variant.empty() ? "" : " " + line.variant), {}, "key name"},
                        {figure_text(line), line.value, "strong"},
                        {.text = share_text(line),
                         .value = line.efficiency,
                         .classes = line.reliability == Reliability::precise ? "" : "caution",
                         .bar = line.efficiency}};
  if (vendor) row.push_back({line.own_of_vendor ? share(*line.own_of_vendor) : std::string("–"), line.own_of_vendor});
  row.push_back({.text = line.detail.empty() ? std::string("–") : line.detail, .tooltip = line.best->id.id()});
  return row;
}

void write_headlines(const Report& report, const ReportSummary& summary, std::ostream& out) {
  const bool vendor =
      std::ranges::any_of(summary.headlines, [](const Headline& l) { return l.own_of_vendor.has_value(); });
  std::vector<std::string> columns{"best of", "measured", "of ceiling"};
  if (vendor) columns.emplace_back("ours/vendor");
  columns.emplace_back("rung, case");
  for (size_t device = 0; device < report.devices.size(); ++device) {
    std::vector<std::vector<Cell>> rows;
    for (const Headline& line : summary.headlines)
      if (line.best->device == static_cast<int>(device)) rows.push_back(row_of(line, vendor));
    if (rows.empty()) continue;
    const std::string where = report.devices.size() > 1 ? fmt::format(" on device {}", device) : std::string();
    if (!where.empty())
      out << "<h3>" << escaped(fmt::format("device {}: {}", device, report.devices[device].name)) << "</h3>\n";
    const size_t more = rows.size() - std::min(rows.size(), most_headline_rows);
    rows.resize(rows.size() - more);
    write_table(out, "best of each kind of work" + where, columns, rows);
    if (more > 0) out << fmt::format("<p class=\"note\">and {} of work</p>\n", count_of(more, "more kind"));
  }
}

void write_terms(const Report& report, const ReportSummary& summary, std::ostream& out) {
  std::vector<std::string> terms = explained_terms(summary);
  if (const std::string missing = why_no_share(report, summary); !missing.empty()) terms.push_back(missing);
  if (terms.empty()) return;
  out << "<div class=\"terms\">\n";
  for (const std::string& term : terms) out << "<p class=\"note\">" << escaped(term) << "</p>\n";
  out << "</div>\n";
}

void write_gaps(const Report& report, const ReportSummary& summary, std::ostream& out) {
  const std::vector<std::string> names = names_of_gaps(report, summary, most_summary_gaps);
  if (names.empty()) return;
  out << "<h3>What could be gained</h3>\n<ol class=\"gaps\">\n";
  for (size_t i = 0; i < names.size(); ++i)
    out << fmt::format("<li><code title=\"{}\">{}</code> {}</li>\n", escaped(summary.gaps[i].of->id.id()),
                       escaped(names[i]), escaped(summary.gaps[i].sentence));
  out << "</ol>\n";
}

}  // namespace

void write_summary(const Report& report, std::ostream& out) {
  const ReportSummary summary = summary_of(report);
  out << "<section id=\"summary\">\n";
  write_grade(report, summary, out);
  if (const std::string sentence = state_sentence(report, "<code>", "</code>"); !sentence.empty())
    out << "<p class=\"caution\">" << sentence << "</p>\n";
  write_counts(report, out);
  write_headlines(report, summary, out);
  write_terms(report, summary, out);
  write_gaps(report, summary, out);
  out << "</section>\n";
}

}  // namespace gpupeak::html
