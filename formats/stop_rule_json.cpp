// The rule that ends a case's samples: one table of keys and members, read in both directions.
#include <array>

#include "formats/json_output.h"
#include "formats/report_parts.h"

namespace gpupeak {
namespace {

struct SecondsField {
  const char* key;
  Seconds StopRule::*member;
};
constexpr std::array seconds_fields{
    SecondsField{"case_budget_s", &StopRule::case_budget},
    SecondsField{"min_window_s", &StopRule::min_window},
    SecondsField{"warmup_s", &StopRule::warmup},
};

}  // namespace

Json stop_rule_json(const StopRule& rule) {
  Json json{{"min_samples", rule.min_samples},
            {"max_samples", rule.max_samples},
            {"precision", number(rule.precision, "precision")}};
  for (const SecondsField& field : seconds_fields) json[field.key] = number(rule.*field.member, field.key);
  return json;
}

StopRule stop_rule_from(const Json& json) {
  StopRule rule;
  rule.min_samples = whole<int>(json.at("min_samples"));
  rule.max_samples = whole<int>(json.at("max_samples"));
  rule.precision = json.at("precision").get<double>();
  for (const SecondsField& field : seconds_fields) rule.*field.member = quantity<Seconds>(json.at(field.key));
  return rule;
}

}  // namespace gpupeak
