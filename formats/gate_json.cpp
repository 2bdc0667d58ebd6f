// The result of a gate as JSON.
#include "formats/gate_files.h"
#include "formats/json_output.h"

namespace gpupeak {
namespace {

Json gate_json_figure(const std::optional<double>& value) { return value ? number_or_null(*value) : Json(nullptr); }

Json worse_json(const std::optional<Ratio>& worse) {
  if (!worse) return nullptr;
  return {{"estimate", number_or_null(worse->estimate)},
          {"low", number_or_null(worse->interval.low)},
          {"high", number_or_null(worse->interval.high)},
          {"confidence", number_or_null(worse->interval.confidence)}};
}

Json coverage_json(const Coverage& coverage) {
  return {{"jobs", coverage.jobs},       {"stored", coverage.stored},
          {"now", coverage.now},         {"of", coverage.of_figures ? "figures" : "processes"},
          {"samples", coverage.samples}, {"pairs", coverage.pairs}};
}

Json row_json(const GateRow& gated) {
  Json causes = Json::array();
  for (const CauseShare& cause : gated.causes)
    causes.push_back({{"cause", text_value(cause.cause)}, {"share", number_or_null(cause.share)}});
  return {{"id", text_value(gated.id)},
          {"metric", text_value(gated.metric)},
          {"verdict", row(gated.verdict).name},
          {"severity", name(gated.severity)},
          {"baseline", gate_json_figure(gated.baseline)},
          {"candidate", gate_json_figure(gated.candidate)},
          {"worse", worse_json(gated.worse)},
          {"limit", number_or_null(gated.limit)},
          {"reason", text_value(gated.reason)},
          {"coverage", coverage_json(gated.coverage)},
          {"causes", std::move(causes)},
          {"runs_to_decide", gated.runs_to_decide ? Json(*gated.runs_to_decide) : Json(nullptr)},
          {"runs_of", text_value(gated.runs_of)},
          {"rule", text_value(gated.rule)},
          {"rule_line", gated.rule_line}};
}

}  // namespace

std::string write_gate(const GateResult& result) {
  Json counts = Json::object(), rows = Json::array();
  for (const VerdictRow& verdict : verdicts) counts[std::string(verdict.name)] = 0;
  for (const GateRow& gated : result.rows) {
    Json& count = counts[std::string(row(gated.verdict).name)];
    count = count.get<int64_t>() + 1;
    rows.push_back(row_json(gated));
  }
  Json json;
  json["schema"] = gate_schema;
  json["conclusion"] = result.conclusion();
  json["failed"] = result.failed();
  json["device_failed"] = result.device_failed;
  json["candidate"] = text_value(result.candidate);
  json["baseline"] = result.baseline.empty() ? Json(nullptr) : text_value(result.baseline);
  json["rules"] = text_value(result.rules);
  json["device"] = text_value(result.device);
  json["expected_false_alarms"] = number_or_null(result.expected_false_alarms);
  json["counts"] = std::move(counts);
  json["findings"] = texts_value(result.findings);
  json["notes"] = texts_value(result.notes);
  json["rows"] = std::move(rows);
  return layout(json);
}

}  // namespace gpupeak
