// What a gate says to a person at a terminal: the verdict, what it rests on, a paragraph for each row that needs one.
#include <fmt/format.h>

#include <map>

#include "reporters/gate/gate.h"
#include "reporters/text/text.h"

namespace gpupeak {
namespace {

Ink ink_of(Severity severity) {
  return severity == Severity::fail ? Ink::alarm : severity == Severity::warn ? Ink::caution : Ink::plain;
}

void write_gate_console_fact(std::ostream& out, std::string_view label, std::string_view text, const Style& style) {
  if (!text.empty()) write_wrapped(out, fmt::format("  {:<11}", label), shown(text, style), style);
}

void write_gate_console_row(const GateRow& gated, std::ostream& out, const Style& style) {
  out << '\n';
  write_wrapped(out, "",
                fmt::format("{} {} {}", row(gated.verdict).name, shown(gated.id, style), shown(gated.metric, style)),
                style, ink_of(gated.severity));
  write_wrapped(out, "    ", shown(sentence(gated), style), style);
  if (!gated.rule.empty())
    write_wrapped(
        out, "    ",
        shown(gated.rule_line > 0 ? fmt::format("rule {}, line {}", gated.rule, gated.rule_line) : "rule " + gated.rule,
              style),
        style, Ink::faint);
}

constexpr size_t most_alike = 8;  // rows of one verdict that do not fail: more tell a person nothing new

// What fails is shown whatever its number.
void write_gate_console_rows(const GateResult& result, std::ostream& out, const Style& style) {
  std::map<Verdict, size_t> rows;  // that do not fail
  for (const GateRow* row : worst_first(result)) {
    if (row->severity == Severity::pass) continue;
    if (row->severity == Severity::fail || ++rows[row->verdict] <= most_alike) write_gate_console_row(*row, out, style);
  }
  for (const auto& [verdict, count] : rows)
    if (count > most_alike) {
      out << '\n';
      write_wrapped(
          out, "",
          fmt::format("and {} more {}; --format html or json shows every row", count - most_alike, row(verdict).name),
          style);
    }
}

void write_console(const GateResult& result, std::ostream& out, const Style& style) {
  write_wrapped(out, "",
                fmt::format("gate {}: {}", result.failed() ? "FAILED" : result.conclusion(), verdict_counts(result)),
                style, result.failed() ? Ink::alarm : Ink::strong);
  write_gate_console_fact(out, "candidate", result.candidate, style);
  write_gate_console_fact(out, "baseline", result.baseline.empty() ? "none: floors alone are judged" : result.baseline,
                          style);
  write_gate_console_fact(out, "rules", result.rules, style);
  write_gate_console_fact(out, "device", result.device, style);
  for (const std::string& finding : result.findings) {
    out << '\n';
    write_wrapped(out, "DEVICE  ", shown(finding, style), style, result.device_failed ? Ink::alarm : Ink::caution);
  }
  write_gate_console_rows(result, out, style);
  if (!result.notes.empty()) out << '\n';
  for (const std::string& note : result.notes) write_wrapped(out, "note  ", shown(note, style), style, Ink::faint);
  out << '\n';
  write_wrapped(out, "", fmt::format("Chance {}.", chance_alone(result)), style, Ink::faint);
}

}  // namespace

extern constinit const GateReporter gate_console{
    .name = "console",
    .extension = "txt",
    .summary = "for a terminal: the verdict, then a paragraph for each row that needs one",
    .write = write_console,
};

}  // namespace gpupeak
