// A gate as one offline page: verdict first, then how much worse each row is, then every row with its rule and cause.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "reporters/charts/forest.h"
#include "reporters/gate/gate.h"
#include "reporters/html/page.h"
#include "reporters/svg/markup.h"

namespace gpupeak {
namespace {

using svg::escaped;

constexpr size_t most_gate_html_rows = 5000, most_page_texts = 50;  // what a browser shows without pause

std::string_view gate_html_class(Severity severity) {
  return severity == Severity::fail   ? "alarm strong"
         : severity == Severity::warn ? "caution strong"
         : severity == Severity::pass ? "good"
                                      : "faint";
}

void write_gate_html_fact(std::ostream& out, std::string_view label, const std::string& text) {
  if (!text.empty()) out << fmt::format("<dt>{}</dt><dd>{}</dd>\n", label, escaped(text));
}

void write_texts(std::ostream& out, const std::vector<std::string>& texts, std::string_view classes) {
  for (size_t i = 0; i < std::min(texts.size(), most_page_texts); ++i)
    out << fmt::format("<p class=\"{}\">{}</p>\n", classes, escaped(texts[i]));
  if (texts.size() > most_page_texts)
    out << fmt::format("<p class=\"note\">and {} more</p>\n", texts.size() - most_page_texts);
}

// What the colours of verdicts mean.
void write_legend(std::ostream& out) {
  constexpr std::pair<Severity, std::string_view> meanings[] = {
      {Severity::fail, "red</span> fails the gate"},
      {Severity::warn,
       "amber</span> is a warning, as of a row that is SAME within its limit and yet worse by what its rule warns of"},
      {Severity::note, "grey</span> does neither"},
      {Severity::pass, "green</span> passes"}};
  out << "<p class=\"note\">Verdicts: ";
  std::string_view between;
  for (const auto& [severity, meaning] : meanings) {
    out << between << "<span class=\"" << gate_html_class(severity) << "\">" << meaning;
    between = "; ";
  }
  out << ".</p>\n";
}

// The picture claims what the verdict claims and no more: it knows of noise and of confirmation what one interval does
// not.
Finding finding_of(Verdict verdict) {
  return verdict == Verdict::regressed  ? Finding::worse
         : verdict == Verdict::improved ? Finding::better
         : verdict == Verdict::same     ? Finding::within
                                        : Finding::unsure;
}

Picture gate_html_picture(const GateResult& result) {
  std::vector<ForestRow> rows;
  double limit = 0;
  for (const GateRow& row : result.rows) {
    if (!row.worse) continue;
    rows.push_back({fmt::format("{}/{}", row.id, row.metric), *row.worse, finding_of(row.verdict),
                    std::string(gpupeak::row(row.verdict).name)});
    if (row.limit > 0 && std::isfinite(row.limit)) limit = limit > 0 ? std::min(limit, row.limit) : row.limit;
  }
  return draw_forest(rows, "How much worse than the baseline", "worse by; band: the narrowest limit",
                     limit > 0 ? limit : 0.03);
}

html::Cell value_cell(const GateRow& row, const std::optional<double>& value) {
  return value && std::isfinite(*value) ? html::Cell{figure(row, value), value} : html::Cell{"–"};
}

std::vector<html::Cell> gate_html_row(const GateRow& row) {
  const bool known = row.worse && std::isfinite(row.worse->estimate);
  return {{std::string(gpupeak::row(row.verdict).name), {}, gate_html_class(row.severity)},
          {row.id, {}, "id name"},
          {change(row), known ? std::optional(row.worse->estimate) : std::nullopt},
          value_cell(row, row.baseline),
          value_cell(row, row.candidate),
          {row.limit > 0 ? fmt::format("{:.3g} %", 100 * row.limit) : std::string("–"),
           row.limit > 0 ? std::optional(row.limit) : std::nullopt},
          {row.metric},
          {sentence(row), {}, "notes why"},
          {row.rule_line > 0 ? fmt::format("{} (line {})", row.rule, row.rule_line) : row.rule, {}, "id"}};
}

void write_gate_html_page(const GateResult& result, std::ostream& out, const Style&) {
  html::begin_page(fmt::format("gpupeak gate {}", result.conclusion()), out);
  out << fmt::format(
      "<header><h1>Gate <span class=\"{}\">{}</span></h1></header>\n<main>\n<p class=\"verdict\">{}</p>\n",
      result.failed()  ? "alarm"
      : result.decided ? "good"
                       : "caution",
      result.conclusion(), verdict_counts(result));
  write_texts(out, result.findings, result.device_failed ? "alarm" : "caution");
  out << "<dl>\n";
  write_gate_html_fact(out, "device", result.device);
  write_gate_html_fact(out, "candidate", result.candidate);
  write_gate_html_fact(out, "baseline", result.baseline);
  write_gate_html_fact(out, "rules", result.rules);
  if (std::isfinite(result.expected_false_alarms)) write_gate_html_fact(out, "chance", chance_alone(result));
  out << "</dl>\n";
  if (const Picture picture = gate_html_picture(result); !picture.body.empty()) html::write_picture(picture, out);
  std::vector<std::vector<html::Cell>> rows;
  for (const GateRow* row : worst_first(result))
    if (rows.size() < most_gate_html_rows) rows.push_back(gate_html_row(*row));
  if (!rows.empty()) {
    write_legend(out);
    html::write_table(out, "rows", {"verdict", "case", "change", "base", "new", "limit", "metric", "why", "rule"},
                      rows);
  }
  if (rows.size() < result.rows.size())
    out << fmt::format("<p class=\"note\">The worst {} of {} rows.</p>\n", rows.size(), result.rows.size());
  write_texts(out, result.notes, "note");
  out << "</main>\n";
  html::end_page(out);
}

}  // namespace

extern constinit const GateReporter gate_html{
    .name = "html",
    .extension = "html",
    .summary = "one offline page: the verdict, a picture of the intervals, every row",
    .write = write_gate_html_page,
};

}  // namespace gpupeak
