#include "reporters/gate/gate.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "core/format.h"
#include "core/text.h"
#include "formats/gate_files.h"
#include "method/metrics.h"

namespace gpupeak {

extern const GateReporter gate_console;
extern const GateReporter gate_markdown;
extern const GateReporter gate_html;
extern const GateReporter gate_junit;
extern const GateReporter gate_junit_rich;
extern const GateReporter gate_github;
extern const GateReporter gate_openmetrics;

namespace {

constinit const GateReporter gate_json{
    .name = "json",
    .extension = "json",
    .summary = "every row with its figures, for programs",
    .write = [](const GateResult& result, std::ostream& out, const Style&) { out << write_gate(result); },
};

// clang-format off
constexpr auto gate_table = std::to_array<const GateReporter*>({
    &gate_console,
    &gate_json,
    &gate_markdown,
    &gate_html,
    &gate_junit,
    &gate_junit_rich,
    &gate_github,
    &gate_openmetrics,
});
// clang-format on

constexpr std::string_view unknown = "–";

bool is_known(const Ratio& ratio) { return std::isfinite(ratio.estimate) && ratio.estimate > 0; }

// As it was written: 0.03 → "3 %", 0.99 → "99 %".
std::string percent_of(double share) { return fmt::format("{:.3g} %", 100 * share); }

// 1.061 → "6.1 %": how far a ratio is from 1.
std::string gate_distance(double ratio) { return percent(std::abs(ratio - 1)); }

std::string signed_distance(double ratio) { return fmt::format("{}{}", ratio < 1 ? "-" : "+", gate_distance(ratio)); }

}  // namespace

std::span<const GateReporter* const> gate_reporters() { return gate_table; }

const GateReporter* gate_reporter_named(std::string_view name) {
  for (const GateReporter* reporter : gate_table)
    if (reporter->name == name) return reporter;
  return nullptr;
}

std::string chance_alone(const GateResult& result) {
  constexpr double least = 0.001;  // fewer than that mean nothing to anybody
  const std::string rows = result.expected_false_alarms < least ? fmt::format("fewer than {}", least)
                                                                : fmt::format("{:.2g}", result.expected_false_alarms);
  return fmt::format("alone fails {} rows of such a gate on average, before any is run again", rows);
}

size_t rows_of(const GateResult& result, Verdict verdict) {
  return static_cast<size_t>(std::ranges::count(result.rows, verdict, &GateRow::verdict));
}

std::string verdict_counts(const GateResult& result) {
  std::string text;
  for (const VerdictRow& verdict : verdicts)
    if (const size_t count = rows_of(result, verdict.id))
      text += fmt::format("{}{} {}", text.empty() ? "" : ", ", count, verdict.name);
  return text.empty() ? "no row" : text;
}

std::vector<const GateRow*> worst_first(const GateResult& result) {
  std::vector<const GateRow*> rows;
  for (const GateRow& row : result.rows) rows.push_back(&row);
  std::ranges::stable_sort(rows, [](const GateRow* a, const GateRow* b) { return a->severity > b->severity; });
  return rows;
}

std::string figure(const GateRow& row, const std::optional<double>& value) {
  if (!value || !std::isfinite(*value)) return std::string(unknown);
  const Metric* metric = metric_named(row.metric);
  if (!metric) return fmt::format("{:.4g}", *value);
  return metric->unit == MetricUnit::ratio ? percent(*value) : text_of(*value, metric->unit);
}

std::string change(const GateRow& row) {
  if (!row.worse || !is_known(*row.worse)) return std::string(unknown);
  return fmt::format("{} {}", gate_distance(row.worse->estimate), row.worse->estimate < 1 ? "better" : "worse");
}

std::string text_of(const Coverage& coverage) {
  const auto several = [&](size_t count) { return count_of(count, coverage.of_figures ? "figure" : "process"); };
  if (coverage.now == 0) return {};
  std::string text;
  if (coverage.pairs > 0)
    text = fmt::format("{} in turn, after {}", count_of(coverage.pairs, "pair"), several(coverage.now));
  else
    text = several(coverage.now);
  if (coverage.samples > 0) text += fmt::format(" ({})", count_of(coverage.samples, "sample"));
  if (coverage.jobs > 0)
    text += fmt::format(" against {} of {}", count_of(coverage.jobs, "job"), several(coverage.stored));
  return text;
}

std::string sentence(const GateRow& row) {
  std::vector<std::string> facts;
  if (row.baseline && row.candidate)
    facts.push_back(fmt::format("{} -> {}", figure(row, row.baseline), figure(row, row.candidate)));
  else if (row.candidate)
    facts.push_back(figure(row, row.candidate));
  if (row.worse && is_known(*row.worse)) {
    const Interval& interval = row.worse->interval;
    std::string text = change(row);
    if (std::isfinite(interval.low) && std::isfinite(interval.high))
      text += fmt::format(" ({} interval {} to {})", percent_of(interval.confidence), signed_distance(interval.low),
                          signed_distance(interval.high));
    facts.push_back(text);
  }
  if (row.limit > 0) facts.push_back("limit " + percent_of(row.limit));
  std::string line = fmt::format("{}", fmt::join(facts, ", "));
  const auto add = [&](const std::string& more) { line += (line.empty() ? "" : "; ") + more; };
  if (!row.reason.empty()) add(row.reason);
  std::vector<std::string> causes;
  for (const CauseShare& cause : row.causes)
    if (std::isfinite(cause.share)) causes.push_back(fmt::format("{} {}", cause.cause, percent(cause.share)));
  if (!causes.empty()) add(fmt::format("from {}", fmt::join(causes, ", ")));
  if (const std::string rests_on = text_of(row.coverage); !rests_on.empty()) add("rests on " + rests_on);
  if (is_decided(row.verdict) && row.coverage.now > 0 && !row.coverage.of_figures &&
      std::min(row.coverage.now, row.coverage.jobs > 0 ? row.coverage.stored : row.coverage.now) <
          fewest_sure_processes)
    add("few processes to decide on: 'gpupeak run --repeat 5' is surer");
  if (row.runs_to_decide) add(fmt::format("{} {} would decide", *row.runs_to_decide, row.runs_of));
  return line.empty() ? std::string(gpupeak::row(row.verdict).meaning) : line;
}

}  // namespace gpupeak
