// The published schemas list names that the code has in tables: they must list the same ones.
#include <gtest/gtest.h>

#include <set>

#include "analysis/gate/baseline.h"
#include "core/peak.h"
#include "core/resource.h"
#include "formats/embedded.h"
#include "formats/gate_files.h"
#include "formats/schema.h"
#include "method/measurement.h"
#include "method/report.h"

namespace gpupeak {
namespace {

Json schema_of(std::string_view name) {
  return parse_json(embedded("schema/" + std::string(name) + ".schema.json"), name, {"a schema", "-"});
}

using Names = std::set<std::string>;
Names keys_of(const Json& object) {
  Names names;
  for (const auto& item : object.items()) names.insert(item.key());
  return names;
}

TEST(Schemas, ListEveryResourceWithItsUnit) {
  const Json defs = schema_of("report").at("$defs");
  Names all;
  for (const ResourceRow& row : resources) {
    const std::string name(row.name), unit = row.unit == Unit::flop ? "flop" : "byte";
    all.insert(name);
    EXPECT_EQ(defs.at("peak").at("properties").at("rates").at("properties").at(name).at("$ref"),
              "#/$defs/rate_" + unit);
    EXPECT_EQ(defs.at("work").at("properties").at("amounts").at("properties").at(name).at("$ref"),
              "#/$defs/amount_" + unit);
  }
  EXPECT_EQ(defs.at("resource").at("enum").get<Names>(), all);
  EXPECT_EQ(keys_of(defs.at("peak").at("properties").at("unknown").at("properties")), all);
  EXPECT_EQ(keys_of(defs.at("peak").at("properties").at("rates").at("properties")), all);
  EXPECT_EQ(keys_of(defs.at("work").at("properties").at("amounts").at("properties")), all);
}

TEST(Schemas, ListEveryOutcome) {
  Names all;
  for (const Outcome outcome : outcomes) all.insert(std::string(name(outcome)));
  EXPECT_EQ(schema_of("report").at("$defs").at("measurement").at("properties").at("outcome").at("enum").get<Names>(),
            all);
}

TEST(Schemas, ListEveryVerdict) {
  Names all;
  for (const VerdictRow& verdict : verdicts) all.insert(std::string(verdict.name));
  EXPECT_EQ(schema_of("gate").at("$defs").at("row").at("properties").at("verdict").at("enum").get<Names>(), all);
}

TEST(Schemas, ListNoNameThatTheCodeDoesNotKnow) {
  const Json defs = schema_of("report").at("$defs");
  const Json& rate = defs.at("rate_flop").at("properties");
  for (const Json& one : rate.at("source").at("enum")) EXPECT_TRUE(source_named(one.get<std::string>())) << one;
  for (const Json& one : rate.at("scope").at("enum")) EXPECT_TRUE(scope_named(one.get<std::string>())) << one;
  const Json& schedule = defs.at("plan").at("properties");
  for (const Json& one : schedule.at("data").at("enum")) EXPECT_TRUE(data_kind_named(one.get<std::string>())) << one;
  for (const Json& one : schedule.at("order").at("enum")) EXPECT_TRUE(order_named(one.get<std::string>())) << one;
  for (const Json& one : defs.at("planned_case").at("properties").at("cache").at("enum"))
    EXPECT_TRUE(cache_named(one.get<std::string>())) << one;
}

TEST(Schemas, CarryTheVersionOfTheReport) {
  EXPECT_EQ(schema_of("report").at("properties").at("schema").at("maximum"), report_schema);
  EXPECT_EQ(schema_of("baseline").at("properties").at("schema").at("maximum"), baseline_schema);
  EXPECT_EQ(schema_of("gate").at("properties").at("schema").at("maximum"), gate_schema);
}

TEST(Schemas, ShareTheStopRuleBetweenPresetsAndReports) {
  EXPECT_EQ(schema_of("preset").at("$defs").at("stop"), schema_of("report").at("$defs").at("stop"));
}

// Every object either names all its keys or is a map whose values have a schema; every field says what it is.
void check_closed(const Json& schema, const std::string& where) {
  if (schema.contains("properties")) {
    EXPECT_EQ(schema.value("additionalProperties", Json(true)), false) << where;
    for (const auto& item : schema.at("properties").items()) check_closed(item.value(), where + "/" + item.key());
  } else if (schema.value("type", Json()) == "object") {
    EXPECT_TRUE(schema.value("additionalProperties", Json()).is_object()) << where;
  }
  if (schema.contains("items")) check_closed(schema.at("items"), where + "/items");
  if (schema.contains("$defs"))
    for (const auto& item : schema.at("$defs").items()) check_closed(item.value(), item.key());
}

TEST(Schemas, AllowNoKeyThatTheyDoNotName) {
  for (const char* name : {"report", "preset", "devices", "gate"}) {
    const Json schema = schema_of(name);
    EXPECT_NO_THROW(Schema{schema}) << name;
    check_closed(schema, name);
  }
}

}  // namespace
}  // namespace gpupeak
