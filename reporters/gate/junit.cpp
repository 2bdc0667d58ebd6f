// The result of a gate as the test results that CI servers show: a row is a test. What was worse at first and not again
// is a flaky failure for readers that know the word, and passes with a note for the strict ones.
#include "reporters/text/junit.h"

#include <fmt/format.h>

#include "reporters/gate/gate.h"

namespace gpupeak {
namespace {

using namespace junit;

struct GateJunitMapping {
  Verdict verdict;
  std::string_view when_it_fails, otherwise;  // elements; empty: it passes
  std::string_view type;
};
constexpr std::array gate_junit_mappings{
    GateJunitMapping{Verdict::regressed, "failure", "", "regression"},
    GateJunitMapping{Verdict::below_floor, "failure", "", "floor"},
    GateJunitMapping{Verdict::failed, "error", "", "failed"},
    GateJunitMapping{Verdict::implausible, "failure", "", "implausible"},
    GateJunitMapping{Verdict::missing, "failure", "skipped", "missing"},
    GateJunitMapping{Verdict::flaky, "failure", "", "flaky"},
    GateJunitMapping{Verdict::inconclusive, "failure", "skipped", "inconclusive"},
    GateJunitMapping{Verdict::skipped, "failure", "skipped", "skipped"},
    GateJunitMapping{Verdict::added, "failure", "", "new"},
    GateJunitMapping{Verdict::improved, "failure", "", "improved"},
    GateJunitMapping{Verdict::same, "failure", "", "same"},
    GateJunitMapping{Verdict::sound, "failure", "", "ok"},
};
constexpr bool in_order() {
  for (size_t i = 0; i < gate_junit_mappings.size(); ++i)
    if (static_cast<size_t>(gate_junit_mappings[i].verdict) != i) return false;
  return gate_junit_mappings.size() == verdicts.size();
}
static_assert(in_order(), "a verdict is found by its place");

Result result_of(const GateRow& gated, Flavor flavor) {
  const GateJunitMapping& mapping = gate_junit_mappings[static_cast<size_t>(gated.verdict)];
  if (gated.severity == Severity::fail) return {mapping.when_it_fails, mapping.type, sentence(gated)};
  if (gated.verdict == Verdict::flaky && flavor == Flavor::rich) return {"flakyFailure", "regression", sentence(gated)};
  return {mapping.otherwise, mapping.type, sentence(gated)};
}

TestCase gate_junit_test_case(const GateResult& result, const GateRow& gated, Flavor flavor) {
  const size_t slash = gated.id.find('/');
  const std::string axes = slash == std::string::npos ? gated.id : gated.id.substr(slash + 1);
  TestCase one;
  one.class_name = "gate." + gated.id.substr(0, slash);
  one.name = axes + " " + gated.metric;
  one.result = result_of(gated, flavor);
  one.facts = {{"verdict", std::string(row(gated.verdict).name)},
               {"severity", std::string(name(gated.severity))},
               {"figures", sentence(gated)}};
  if (!gated.rule.empty()) one.facts.emplace_back("rule", gated.rule);
  if (gated.rule_line > 0) {
    one.file = result.rules;
    one.line = gated.rule_line;
    if (flavor == Flavor::strict)
      one.facts.emplace_back("rule at", fmt::format("{}:{}", result.rules, gated.rule_line));
  }
  return one;
}

// What concerns the device as a whole is a test of its own.
TestCase device_case(const GateResult& result) {
  TestCase one;
  one.class_name = "gate";
  one.name = "device";
  for (const std::string& finding : result.findings) one.facts.emplace_back("finding", finding);
  if (result.device_failed)
    one.result = {"failure", "device", result.findings.empty() ? "the device failed" : result.findings.front()};
  return one;
}

void write_gate_junit(const GateResult& result, std::ostream& out, Flavor flavor) {
  std::vector<TestCase> cases;
  if (result.device_failed || !result.findings.empty()) cases.push_back(device_case(result));
  for (const GateRow& gated : result.rows) cases.push_back(gate_junit_test_case(result, gated, flavor));
  TestSuite suite;
  suite.name = "gate";
  suite.properties = {{"device", result.device},
                      {"candidate", result.candidate},
                      {"baseline", result.baseline},
                      {"rules", result.rules}};
  for (const TestCase& one : cases) count(suite, one);
  begin_document(out, "gpupeak gate");
  begin_suite(out, suite);
  for (const TestCase& one : cases) write_case(out, one, flavor);
  end_suite(out);
  end_document(out);
}

}  // namespace

extern constinit const GateReporter gate_junit{
    .name = "junit",
    .extension = "junit.xml",
    .summary = "a test per row, valid against the schema of Jenkins's xunit plugin",
    .write = [](const GateResult& result, std::ostream& out,
                const Style&) { write_gate_junit(result, out, Flavor::strict); },
};

extern constinit const GateReporter gate_junit_rich{
    .name = "junit-rich",
    .extension = "junit-rich.xml",
    .summary = "the same with properties, the line of the rule, and flaky failures",
    .write = [](const GateResult& result, std::ostream& out,
                const Style&) { write_gate_junit(result, out, Flavor::rich); },
};

}  // namespace gpupeak
