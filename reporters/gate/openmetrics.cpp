// The result of a gate as gauges: whether it failed, how many rows of each verdict there are, how far each row moved.
#include "reporters/text/openmetrics.h"

#include <fmt/format.h>

#include <cmath>
#include <unordered_set>

#include "reporters/gate/gate.h"

namespace gpupeak {
namespace {

using namespace openmetrics;

void write_one(std::ostream& out, const char* name, const char* help, double value) {
  const Family family{name, "", help};
  write_head(out, family);
  write_gauge(out, family.name, "", value);
}

void write_gate_openmetrics_rows(const GateResult& result, std::ostream& out) {
  const Family family{"gpupeak_gate_worse_ratio", "ratio", "how much worse than the baseline; below 1 is better"};
  std::unordered_set<std::string> taken;
  for (const GateRow& gated : result.rows) {
    if (!gated.worse || !std::isfinite(gated.worse->estimate)) continue;
    const std::string labels = fmt::format("{},{}", label("benchmark", gated.id), label("metric", gated.metric));
    if (taken.empty()) write_head(out, family);
    if (taken.insert(labels).second) write_gauge(out, family.name, labels, gated.worse->estimate);
  }
}

void write_gate_openmetrics(const GateResult& result, std::ostream& out, const Style&) {
  write_one(out, "gpupeak_gate_failed", "1 when the gate failed", result.failed() ? 1 : 0);
  write_one(out, "gpupeak_regressions", "rows that regressed",
            static_cast<double>(rows_of(result, Verdict::regressed)));
  const Family family{"gpupeak_gate_rows", "", "rows by verdict"};
  write_head(out, family);
  for (const VerdictRow& verdict : verdicts)
    write_gauge(out, family.name, label("verdict", verdict.name), static_cast<double>(rows_of(result, verdict.id)));
  write_gate_openmetrics_rows(result, out);
  write_end(out);
}

}  // namespace

extern constinit const GateReporter gate_openmetrics{
    .name = "openmetrics",
    .extension = "prom",
    .summary = "gauges: failed or not, rows by verdict, how far each moved",
    .write = write_gate_openmetrics,
};

}  // namespace gpupeak
