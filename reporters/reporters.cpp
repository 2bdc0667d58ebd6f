// The TABLE of reporters, in the order they are listed.
#include "reporters/reporters.h"

#include <array>

namespace gpupeak {

extern const Reporter console_reporter;
extern const Reporter json_reporter;
extern const Reporter csv_reporter;
extern const Reporter html_reporter;
extern const Reporter markdown_reporter;
extern const Reporter jsonl_reporter;
extern const Reporter junit_reporter;
extern const Reporter junit_rich_reporter;
extern const Reporter github_reporter;
extern const Reporter openmetrics_reporter;
extern const Reporter gbench_reporter;
extern const Reporter gbench_median_reporter;
extern const Reporter github_action_benchmark_reporter;
extern const Reporter bmf_reporter;
extern const Reporter sql_reporter;

namespace {
// clang-format off
constexpr auto reporters_table = std::to_array<const Reporter*>({
    &console_reporter,
    &json_reporter,
    &csv_reporter,
    &html_reporter,
    &markdown_reporter,
    &jsonl_reporter,
    &junit_reporter,
    &junit_rich_reporter,
    &github_reporter,
    &openmetrics_reporter,
    &gbench_reporter,
    &gbench_median_reporter,
    &github_action_benchmark_reporter,
    &bmf_reporter,
    &sql_reporter,
});
// clang-format on
}  // namespace

std::span<const Reporter* const> reporters() { return reporters_table; }

const Reporter* reporter_named(std::string_view name) {
  for (const Reporter* reporter : reporters_table)
    if (reporter->name == name) return reporter;
  return nullptr;
}

}  // namespace gpupeak
