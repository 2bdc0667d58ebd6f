#include "formats/rules_json.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

#include "analysis/gated_metrics.h"
#include "core/nearest.h"
#include "formats/embedded.h"
#include "formats/json_position.h"
#include "formats/report_parts.h"
#include "formats/schema.h"

namespace gpupeak {
namespace {

constexpr InputKind kind{.what = "gate rules of gpupeak",
                         .remedy = "compare it with configs/gates/default.json",
                         .max_bytes = size_t{16} << 20,
                         .comments = true};

// "2027-02-30" is none.
bool is_day(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return false;
  const auto number = [&](size_t first, size_t count) {
    int value = 0;
    for (const char c : text.substr(first, count)) value = c >= '0' && c <= '9' ? 10 * value + (c - '0') : -100000;
    return value;
  };
  const int year = number(0, 4), month = number(5, 2), day = number(8, 2);
  return year > 0 && month > 0 && day > 0 &&
         std::chrono::year_month_day(std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)),
                                     std::chrono::day(static_cast<unsigned>(day)))
             .ok();
}

class Reader {
 public:
  Reader(std::string_view text, std::string_view name) : source_{text, name, kind} {}

  Rule rule(const Json& json, const std::string& pointer) const {
    Rule rule{.match = json.at("match"), .line = line(pointer + "/match")};
    const auto percent = [&](const char* key, double otherwise) {
      const auto found = json.find(key);
      return found == json.end() ? otherwise : found->get<double>() / 100;
    };
    rule.fail = percent("fail_percent", rule.fail);
    rule.warn = percent("warn_percent", std::min(rule.warn, rule.fail));
    if (rule.warn > rule.fail)
      source_.fail(pointer + "/warn_percent",
                   fmt::format("is {:g}, more than fail_percent ({:g})", 100 * rule.warn, 100 * rule.fail));
    if (const auto metric = json.find("metric"); metric != json.end()) rule.metric = known_metric(*metric, pointer);
    if (const auto direction = json.find("direction"); direction != json.end() && *direction == "any")
      rule.direction = Direction::any;
    if (const auto floor = json.find("floor_percent"); floor != json.end()) {
      if (floor->get<double>() > 100)
        source_.fail(
            pointer + "/floor_percent",
            fmt::format("is {:g}, but nothing reaches more than 100 % of the theoretical peak", floor->get<double>()));
      rule.floor = floor->get<double>() / 100;
    }
    if (const auto samples = json.find("min_samples"); samples != json.end()) rule.min_samples = whole<int>(*samples);
    return rule;
  }

  Exception exception(const Json& json, const std::string& pointer) const {
    Exception exception{json.at("match"), json.at("until"), json.at("reason"), line(pointer + "/match")};
    if (!is_day(exception.until))
      source_.fail(pointer + "/until",
                   fmt::format("is {}, expected a day such as 2027-01-31", in_quotes(exception.until)));
    return exception;
  }

 private:
  int line(const std::string& pointer) const {
    const size_t at = locate(source_.text, pointer, kind.comments);
    return 1 + static_cast<int>(std::ranges::count(source_.text.substr(0, at), '\n'));
  }

  std::string known_metric(const std::string& metric, const std::string& pointer) const {
    if (gated_metric_named(metric)) return metric;
    std::vector<std::string> known;
    for (const GatedMetric& gated : gated_metrics) known.emplace_back(gated.metric);
    source_.fail(pointer + "/metric",
                 fmt::format("no gate can judge {}{}", in_quotes(metric), suggestion(metric, known)));
  }

  SourceText source_;
};

}  // namespace

Rules read_rules(std::string_view text, std::string_view name) {
  static const Schema schema = embedded_schema("rules");
  const Json json = read_checked(text, name, kind, schema);
  const Reader reader(text, name);
  Rules rules{.name = std::string(name), .rules = {}, .exceptions = {}};
  for (const Json& one : json.at("rules"))
    rules.rules.push_back(reader.rule(one, fmt::format("/rules/{}", rules.rules.size())));
  if (const auto exceptions = json.find("exceptions"); exceptions != json.end())
    for (const Json& one : *exceptions)
      rules.exceptions.push_back(reader.exception(one, fmt::format("/exceptions/{}", rules.exceptions.size())));
  return rules;
}

Rules default_rules() {
  Rules rules = read_rules(embedded("gates/default.json"), "configs/gates/default.json");
  for (Rule& rule : rules.rules) rule.line = 0;
  return rules;
}

}  // namespace gpupeak
