#include "tests/support/example_gate.h"

#include "tests/support/hostile_report.h"

namespace gpupeak::testing {
namespace {

GateRow gate_row(Verdict verdict, Severity severity, const std::string& n) {
  GateRow row;
  row.id = "matmul/dtype=f32/n=" + n + "/rung=blocked";
  row.metric = "median_s";
  row.verdict = verdict;
  row.severity = severity;
  row.baseline = 0.001;
  row.candidate = 0.00105;
  row.worse = Ratio{1.05, {1.042, 1.061, 0.99}};
  row.limit = 0.03;
  row.coverage = {.jobs = 10, .stored = 50, .now = 5, .samples = 100};
  row.rule = "matmul/*";
  row.rule_line = 7;
  return row;
}

}  // namespace

GateResult example_gate() {
  GateResult result;
  result.candidate = "after/report.json";
  result.baseline = "baseline.json";
  result.rules = "rules.json";
  result.device = "Köln™ 処理 Processor 8481C";
  result.findings = {"everything is 2.1 % slower: the clock was 2.0 % lower"};
  result.notes = {"no run-to-run noise is known: 1 % is assumed"};
  result.expected_false_alarms = 0.0123;

  GateRow same = gate_row(Verdict::same, Severity::pass, "1");
  same.candidate = 0.001;
  same.worse = Ratio{1.0, {0.995, 1.004, 0.99}};
  GateRow regressed = gate_row(Verdict::regressed, Severity::fail, "2");
  regressed.causes = {{"clock", 0.4}, {"the rest", 0.6}};
  GateRow floor = gate_row(Verdict::below_floor, Severity::fail, "3");
  floor.metric = "efficiency_clocked";
  floor.baseline.reset();
  floor.worse.reset();
  floor.candidate = 0.81;
  floor.reason = "reaches 81 % of the peak, the rule asks for 90 %";
  GateRow failed = gate_row(Verdict::failed, Severity::fail, "4");
  failed.candidate.reset();
  failed.worse.reset();
  failed.coverage = {.jobs = 10, .stored = 50};
  failed.reason = "C[0] is 1, expected 2";
  GateRow missing = gate_row(Verdict::missing, Severity::fail, "5");
  missing.candidate.reset();
  missing.worse.reset();
  missing.coverage = {.jobs = 10, .stored = 50};
  GateRow warned = gate_row(Verdict::regressed, Severity::warn, "6");
  GateRow flaky = gate_row(Verdict::flaky, Severity::warn, "7");
  flaky.coverage.pairs = 5;
  GateRow inconclusive = gate_row(Verdict::inconclusive, Severity::note, "8");
  inconclusive.runs_to_decide = 12;
  GateRow skipped = gate_row(Verdict::skipped, Severity::note, "9");
  skipped.candidate.reset();
  skipped.worse.reset();
  skipped.coverage = {};
  skipped.reason = "needs 40 GiB, device has 24 GiB";
  GateRow added = gate_row(Verdict::added, Severity::note, "10");
  added.baseline.reset();
  added.worse.reset();
  added.coverage = {.now = 1, .samples = 20};
  GateRow improved = gate_row(Verdict::improved, Severity::note, "11");
  improved.candidate = 0.0009;
  improved.worse = Ratio{0.9, {0.89, 0.92, 0.99}};
  GateRow implausible = gate_row(Verdict::implausible, Severity::fail, "12");
  implausible.reason = "1.3 times the peak";
  GateRow sound = gate_row(Verdict::sound, Severity::pass, "13");
  sound.baseline.reset();
  sound.worse.reset();
  sound.coverage = {.now = 2, .samples = 40};
  sound.reason = "94.0 % of the theoretical peak, its rule asks for 90 %";
  result.rows = {same,         regressed, floor, failed,   missing,     warned, flaky,
                 inconclusive, skipped,   added, improved, implausible, sound};
  return result;
}

GateResult passing_gate() {
  GateResult result = example_gate();
  result.rows.resize(1);
  result.findings.clear();
  return result;
}

GateResult hostile_gate() {
  GateResult result = example_gate();
  const GateResult good = result;
  result.rows.clear();
  for (const std::string& attack : attacks()) {
    for (GateRow row : good.rows) {
      row.id += attack;
      row.metric = attack;
      row.reason = attack;
      row.rule = attack;
      result.rows.push_back(row);
    }
    result.findings.push_back(attack);
    result.notes.push_back(attack);
  }
  result.candidate = result.baseline = result.rules = result.device = attacks()[4];
  return result;
}

}  // namespace gpupeak::testing
