// Gate rules: what a schema cannot say of them is checked here.
#include <fmt/format.h>

#include <algorithm>
#include <chrono>

#include "analysis/gate/gated_metrics.h"
#include "core/text.h"
#include "formats/embedded.h"
#include "formats/gate_files.h"
#include "formats/json_position.h"
#include "formats/report_parts.h"
#include "formats/schema.h"

namespace gpupeak {
namespace {

constexpr InputKind rules_kind{.what = "gate rules of gpupeak",
                               .remedy = "compare it with what 'gpupeak gate --print-rules' prints",
                               .max_bytes = size_t{16} << 20,
                               .comments = true};

// The line of each rule, or of each exception, in one pass over the text: a file may have thousands.
std::vector<int> lines_of(std::string_view text, std::string_view list) {
  std::vector<int> lines;
  int line = 1;
  size_t counted_to = 0;
  for (const size_t at : locate_members(text, list, "match", rules_kind.comments)) {
    line += static_cast<int>(std::ranges::count(text.substr(counted_to, at - counted_to), '\n'));
    counted_to = at;
    lines.push_back(line);
  }
  return lines;
}

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

// Whether one pattern takes whatever the other does. Only a * can take a *, so to match its text is enough; where it is
// not sure (a ? takes one character, be it a *) it says no.
bool covers(std::string_view wide, std::string_view narrow) {
  return wide.find('?') == std::string_view::npos && glob_matches(wide, narrow);
}

class Reader {
 public:
  Reader(std::string_view text, std::string_view name) : source_{text, name, rules_kind} {}

  Rule rule(const Json& json, const std::string& pointer, int line) const {
    Rule rule{.match = json.at("match"), .line = line};
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

  // A rule that stands behind one which takes all its cases would be dead without a word. Nobody writes more than a few
  // rules by hand, and a hostile file shall cost no time.
  void require_reachable(const std::vector<Rule>& rules) const {
    constexpr size_t most_looked_at = 200;
    for (size_t i = 1; i < std::min(rules.size(), most_looked_at); ++i)
      for (size_t before = 0; before < i; ++before) {
        if (rules[before].metric != rules[i].metric || !covers(rules[before].match, rules[i].match)) continue;
        source_.fail(fmt::format("/rules/{}/match", i),
                     fmt::format("{} is never reached: {} (line {}) takes all its cases first; put the narrower rule "
                                 "first",
                                 in_quotes(rules[i].match), in_quotes(rules[before].match), rules[before].line));
      }
  }

  Exception exception(const Json& json, const std::string& pointer, int line) const {
    Exception exception{json.at("match"), json.at("until"), json.at("reason"), line};
    if (!is_day(exception.until))
      source_.fail(pointer + "/until",
                   fmt::format("is {}, expected a day such as 2027-01-31", in_quotes(exception.until)));
    return exception;
  }

 private:
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
  const Json json = read_checked(text, name, rules_kind, schema);
  const Reader reader(text, name);
  Rules rules{.name = std::string(name), .rules = {}, .exceptions = {}};
  const std::vector<int> rule_lines = lines_of(text, "rules"), exception_lines = lines_of(text, "exceptions");
  for (const Json& one : json.at("rules")) {
    const size_t i = rules.rules.size();
    rules.rules.push_back(reader.rule(one, fmt::format("/rules/{}", i), rule_lines.at(i)));
  }
  reader.require_reachable(rules.rules);
  if (const auto exceptions = json.find("exceptions"); exceptions != json.end())
    for (const Json& one : *exceptions) {
      const size_t i = rules.exceptions.size();
      rules.exceptions.push_back(reader.exception(one, fmt::format("/exceptions/{}", i), exception_lines.at(i)));
    }
  return rules;
}

Rules default_rules() {
  Rules rules = read_rules(embedded("gates/default.json"), "the default rules");
  for (Rule& rule : rules.rules) rule.line = 0;
  return rules;
}

}  // namespace gpupeak
