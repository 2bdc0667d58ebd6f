// What came of the run, before anything else: how many cases, the best of each suite, the largest gaps.
#include "analysis/summary/summary.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/format.h"
#include "core/text.h"
#include "reporters/html/page.h"
#include "reporters/report/case_groups.h"
#include "reporters/svg/markup.h"

namespace gpupeak::html {

using svg::escaped;

namespace {

size_t with_outcome(const Cases& cases, Outcome outcome) {
  return static_cast<size_t>(std::ranges::count_if(cases, [&](const Measurement* m) { return m->outcome == outcome; }));
}

std::string_view class_of(Outcome outcome) {
  return outcome == Outcome::measured ? "good" : outcome == Outcome::skipped ? "caution" : "alarm";
}

void write_counts(const Report& report, std::ostream& out) {
  out << "<p class=\"verdict\">";
  if (report.measurements.empty()) {
    out << "Nothing was to be measured: the report has no case.</p>\n";
    return;
  }
  Cases all;
  for (const Measurement& m : report.measurements) all.push_back(&m);
  out << count_of(all.size(), "case") << ':';
  std::string_view separator = " ";
  for (const Outcome outcome : outcomes) {
    const size_t count = with_outcome(all, outcome);
    if (count == 0) continue;
    out << fmt::format("{}<span class=\"{}\">{} {}</span>", separator, class_of(outcome), count, name(outcome));
    separator = ", ";
  }
  out << "</p>\n";
}

// The best case by the figure that most cases of the suite are headed by.
const Measurement* best_of(const Cases& cases) {
  std::vector<std::pair<const Metric*, int>> counts;
  for (const Measurement* m : cases) {
    const Metric* metric = m->outcome == Outcome::measured ? headline(*m) : nullptr;
    if (!metric) continue;
    const auto known = std::ranges::find(counts, metric, &std::pair<const Metric*, int>::first);
    if (known == counts.end())
      counts.emplace_back(metric, 1);
    else
      ++known->second;
  }
  if (counts.empty()) return nullptr;
  const Metric* metric = std::ranges::max_element(counts, {}, &std::pair<const Metric*, int>::second)->first;
  const Measurement* best = nullptr;
  for (const Measurement* m : cases) {
    if (m->outcome != Outcome::measured || headline(*m) != metric) continue;
    const double value = *finite_value(*metric, *m), known = best ? *finite_value(*metric, *best) : value;
    if (!best || (metric->better == Better::higher ? value > known : value < known)) best = m;
  }
  return best;
}

void write_suites(const Report& report, std::ostream& out) {
  std::vector<std::vector<Cell>> rows;
  for (const SuiteCases& suite : suites_of(report)) {
    const Measurement* best = best_of(suite.cases);
    const size_t measured = with_outcome(suite.cases, Outcome::measured);
    std::vector<Cell> row{{heading(report, suite), {}, "key name"},
                          {fmt::format("{} of {}", measured, suite.cases.size()), static_cast<double>(measured)}};
    if (best) {
      const Metric* metric = headline(*best);
      const double value = *finite_value(*metric, *best);
      row.push_back({headline_text(*metric, value), value, "strong"});
      const std::optional<double> reached = finite_value(*metric_named("efficiency_clocked"), *best);
      row.push_back(reached ? Cell{share(*reached), reached} : Cell{"–"});
      row.push_back({best->id.id(), {}, "id"});
    } else {
      row.insert(row.end(),
                 {Cell{"–"}, Cell{"–"}, Cell{measured > 0 ? "no rate is known" : "nothing measured", {}, "faint"}});
    }
    rows.push_back(std::move(row));
  }
  if (!rows.empty())
    write_table(out, "best of each suite", {"suite", "measured", "best", "of its ceiling", "case"}, rows);
}

void write_gaps(const Report& report, std::ostream& out) {
  const std::vector<Gap> gaps = summary_of(report).gaps;
  if (gaps.empty()) return;
  out << "<h3>Largest gaps</h3>\n<ol class=\"gaps\">\n";
  for (const Gap& gap : gaps)
    out << fmt::format("<li><code>{}</code> {}</li>\n", escaped(gap.of->id.id()), escaped(gap.sentence));
  out << "</ol>\n";
}

}  // namespace

void write_summary(const Report& report, std::ostream& out) {
  out << "<section id=\"summary\">\n";
  write_counts(report, out);
  if (const std::string sentence = state_sentence(report, "<code>", "</code>"); !sentence.empty())
    out << "<p class=\"caution\">" << sentence << "</p>\n";
  write_suites(report, out);
  write_gaps(report, out);
  out << "</section>\n";
}

}  // namespace gpupeak::html
