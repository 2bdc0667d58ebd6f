// The result of a gate as Markdown, as long as it is let be.
#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "core/text.h"
#include "reporters/gate/gate.h"
#include "reporters/text/escape.h"

namespace gpupeak {
namespace {

void write_gate_markdown_fact(std::ostream& out, std::string_view label, std::string_view text) {
  if (!text.empty()) out << "- **" << label << "** " << markdown_code(text) << '\n';
}

void write_gate_markdown_rows(const std::vector<const GateRow*>& rows, std::ostream& out) {
  out << "| verdict | case | metric | base | new | change | limit | why |\n|---|---|---|---:|---:|---:|---:|---|\n";
  for (const GateRow* gated : rows)
    out << fmt::format("| {}{}{} | {} | {} | {} | {} | {} | {} | {} |\n", gated->severity == Severity::fail ? "**" : "",
                       row(gated->verdict).name, gated->severity == Severity::fail ? "**" : "",
                       markdown_code(gated->id, 200), markdown_code(gated->metric, 80), figure(*gated, gated->baseline),
                       figure(*gated, gated->candidate), change(*gated),
                       gated->limit > 0 ? fmt::format("{:.3g} %", 100 * gated->limit) : std::string("–"),
                       markdown_code(sentence(*gated), 300));
}

}  // namespace

void write_gate_markdown(const GateResult& result, std::ostream& out, size_t row_limit) {
  constexpr size_t most_texts = 50;
  out << "<!-- gpupeak-gate -->\n### gpupeak gate " << (result.failed() ? "**failed**" : result.conclusion()) << ": "
      << verdict_counts(result) << "\n\n";
  for (size_t i = 0; i < std::min(result.findings.size(), most_texts); ++i)
    out << "- **Device finding** " << markdown_code(result.findings[i]) << '\n';
  write_gate_markdown_fact(out, "Device", result.device);
  write_gate_markdown_fact(out, "Candidate", result.candidate);
  write_gate_markdown_fact(out, "Baseline", result.baseline);
  write_gate_markdown_fact(out, "Rules", result.rules);
  out << fmt::format("- Chance {}.\n", chance_alone(result));

  std::vector<const GateRow*> open, quiet;
  for (const GateRow* gated : worst_first(result))
    if (open.size() + quiet.size() < row_limit) (gated->severity > Severity::note ? open : quiet).push_back(gated);
  if (!open.empty()) {
    out << '\n';
    write_gate_markdown_rows(open, out);
  }
  if (!quiet.empty()) {
    out << "\n<details><summary>All others</summary>\n\n";
    write_gate_markdown_rows(quiet, out);
    out << "\n</details>\n";
  }
  if (result.rows.size() > row_limit)
    out << fmt::format("\n{} not shown.\n", count_of(result.rows.size() - row_limit, "more row"));
  if (result.notes.empty()) return;
  out << "\n<details><summary>Notes</summary>\n\n";
  for (size_t i = 0; i < std::min(result.notes.size(), most_texts); ++i)
    out << "- " << markdown_code(result.notes[i]) << '\n';
  out << "\n</details>\n";
}

extern constinit const GateReporter gate_markdown{
    .name = "markdown",
    .extension = "md",
    .summary = "the verdict, then tables: for a pull request",
    .write = [](const GateResult& result, std::ostream& out,
                const Style&) { write_gate_markdown(result, out, std::numeric_limits<size_t>::max()); },
};

}  // namespace gpupeak
