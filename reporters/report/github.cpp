// A report for a job of GitHub Actions: annotations on stdout, the summary and the outputs in the files that the runner
// names. A report alone judges only what it holds: a wrong result is an error, something skipped a notice.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "reporters/report/exported.h"
#include "reporters/report/markdown.h"
#include "reporters/reporters.h"
#include "reporters/text/github_commands.h"

namespace gpupeak {
namespace {

using namespace github;

size_t how_many(const Report& report, bool (*wanted)(Outcome)) {
  return static_cast<size_t>(
      std::ranges::count_if(report.measurements, [&](const Measurement& m) { return wanted(m.outcome); }));
}

size_t faults(const Report& report) { return how_many(report, is_fault); }
size_t measured(const Report& report) {
  return how_many(report, [](Outcome o) { return o == Outcome::measured; });
}

void write_github_commands(const Report& report, std::ostream& out, const Style&) {
  std::vector<Annotation> all;
  const Level worst = faults(report) > 0 ? Level::error : measured(report) == 0 ? Level::warning : Level::notice;
  all.push_back({worst, "gpupeak", outcome_counts(report)});
  for (const Measurement& m : report.measurements) {
    if (m.outcome == Outcome::measured) continue;
    const std::string message = fmt::format("{}: {}", name(m.outcome), m.reason.empty() ? "no reason given" : m.reason);
    all.push_back({is_fault(m.outcome) ? Level::error : Level::notice, m.id.id(), message});
  }
  write_annotations(out, all);
}

void write_github_summary(const Report& report, std::ostream& out, const Style&) {
  write_markdown(report, out, {.rows = most_rows, .notes = most_notes});
}

void write_github_outputs(const Report& report, std::ostream& out, const Style&) {
  write_output(out, "verdict", faults(report) > 0 ? "wrong" : measured(report) == 0 ? "nothing measured" : "ok");
  write_output(out, "cases", std::to_string(report.measurements.size()));
  write_output(out, "measured", std::to_string(measured(report)));
  write_output(out, "faults", std::to_string(faults(report)));
}

constexpr std::array github_parts{
    ReportPart{.extension = "", .variable = "", .write = write_github_commands},
    ReportPart{.extension = "", .variable = "GITHUB_STEP_SUMMARY", .write = write_github_summary},
    ReportPart{.extension = "", .variable = "GITHUB_OUTPUT", .write = write_github_outputs},
};

}  // namespace

extern constinit const Reporter github_reporter{
    .name = "github",
    .extension = "github.txt",
    .summary = "annotations on stdout, the job's summary and outputs where GitHub Actions names files for them",
    .write =
        [](const Report& report, std::ostream& out, const Style& style) {
          for (const ReportPart& part : github_parts) part.write(report, out, style);
        },
    .parts = github_parts,
};

}  // namespace gpupeak
