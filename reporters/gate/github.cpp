// The result of a gate for a job of GitHub Actions: annotations at the lines of the rules, the summary, the outputs.
#include <fmt/format.h>

#include <array>

#include "reporters/gate/gate.h"
#include "reporters/text/github_commands.h"

namespace gpupeak {
namespace {

using namespace github;

void write_gate_github_commands(const GateResult& result, std::ostream& out, const Style&) {
  std::vector<Annotation> all;
  all.push_back({result.failed()  ? Level::error
                 : result.decided ? Level::notice
                                  : Level::warning,
                 fmt::format("gate {}", result.conclusion()), verdict_counts(result)});
  for (const std::string& finding : result.findings)
    all.push_back({result.device_failed ? Level::error : Level::warning, "device", finding});
  for (const GateRow* gated : worst_first(result)) {
    if (gated->severity < Severity::warn) continue;
    Annotation one;
    one.level = gated->severity == Severity::fail ? Level::error : Level::warning;
    one.title = fmt::format("{} {}", row(gated->verdict).name, gated->id);
    one.message = fmt::format("{}: {}", gated->metric, sentence(*gated));
    if (gated->rule_line > 0) one.file = result.rules, one.line = gated->rule_line;
    all.push_back(std::move(one));
  }
  write_annotations(out, all);
}

void write_gate_github_summary(const GateResult& result, std::ostream& out, const Style&) {
  write_gate_markdown(result, out, most_rows);
}

void write_gate_github_outputs(const GateResult& result, std::ostream& out, const Style&) {
  write_output(out, "verdict", result.conclusion());
  write_output(out, "regressions", std::to_string(rows_of(result, Verdict::regressed)));
  write_output(out, "inconclusive", std::to_string(rows_of(result, Verdict::inconclusive)));
  write_output(out, "report", result.candidate);
}

constexpr std::array gate_github_parts{
    GatePart{.extension = "", .variable = "", .write = write_gate_github_commands},
    GatePart{.extension = "", .variable = "GITHUB_STEP_SUMMARY", .write = write_gate_github_summary},
    GatePart{.extension = "", .variable = "GITHUB_OUTPUT", .write = write_gate_github_outputs},
};

}  // namespace

extern constinit const GateReporter gate_github{
    .name = "github",
    .extension = "github.txt",
    .summary = "annotations on stdout, the job's summary and outputs where GitHub Actions names files for them",
    .write =
        [](const GateResult& result, std::ostream& out, const Style& style) {
          for (const GatePart& part : gate_github_parts) part.write(result, out, style);
        },
    .parts = gate_github_parts,
};

}  // namespace gpupeak
