#include "formats/schema.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/formats/message_of.h"

namespace gpupeak {
namespace {

using ::testing::HasSubstr;

Schema schema(const char* text) { return Schema(Json::parse(text)); }

// "pointer: text" of the first violation, "" when there is none.
std::string fault(const Schema& rules, const char* value) {
  const auto violation = rules.first_violation(Json::parse(value));
  return violation ? violation->pointer + ": " + violation->text : "";
}

TEST(Schema, ChecksTypes) {
  const Schema number = schema(R"({"type": "number"})");
  EXPECT_EQ(fault(number, "1"), "");
  EXPECT_EQ(fault(number, "1.5"), "");
  EXPECT_EQ(fault(number, "\"1\""), ": is \"1\", expected a number");
  EXPECT_EQ(fault(number, "[1]"), ": is an array, expected a number");
  EXPECT_EQ(fault(schema(R"({"type": ["string", "null"]})"), "{}"), ": is an object, expected a string or null");
  for (const char* type : {"null", "boolean", "integer", "number", "string", "array", "object"}) {
    const Schema one(Json{{"type", type}});
    int accepted = 0;
    for (const char* value : {"null", "true", "\"x\"", "[]", "{}", "0.5"}) accepted += fault(one, value).empty();
    EXPECT_EQ(accepted, type == std::string("integer") ? 0 : 1) << type;
  }
}

TEST(Schema, TakesWholeDoublesAsIntegersWhileTheyAreExact) {
  const Schema integer = schema(R"({"type": "integer"})");
  for (const char* yes : {"1", "-1", "1.0", "1e3", "18446744073709551615"}) EXPECT_EQ(fault(integer, yes), "") << yes;
  for (const char* no : {"1.5", "1e300", "1e16"}) EXPECT_NE(fault(integer, no), "") << no;
}

TEST(Schema, ChecksBoundsExactly) {
  const Schema bounds = schema(R"({"minimum": 0, "maximum": 18446744073709551615})");
  EXPECT_EQ(fault(bounds, "18446744073709551615"), "");
  EXPECT_NE(fault(bounds, "18446744073709551616"), "");
  EXPECT_EQ(fault(bounds, "-1"), ": is -1, expected at least 0");
  EXPECT_EQ(fault(bounds, "\"text\""), "");  // bounds speak of numbers only
  EXPECT_EQ(fault(schema(R"({"exclusiveMinimum": 0})"), "0"), ": is 0, expected more than 0");
  EXPECT_EQ(fault(schema(R"({"exclusiveMinimum": 0})"), "5e-324"), "");
  EXPECT_EQ(fault(schema(R"({"maximum": 3})"), "4"), ": is 4, expected at most 3");
}

TEST(Schema, ChecksMembersWithTheirPlace) {
  const Schema nested = schema(R"({"properties": {"a/b~": {"items": {"type": "string"}}}, "required": ["a/b~"]})");
  EXPECT_EQ(fault(nested, R"({"a/b~": ["x", 3]})"), "/a~1b~0/1: is 3, expected a string");
  EXPECT_EQ(fault(nested, "{}"), ": key \"a/b~\" is missing");
}

TEST(Schema, SuggestsTheNearestKeyForAnUnknownOne) {
  const Schema closed = schema(R"({"properties": {"suite": {}, "axes": {}}, "additionalProperties": false})");
  EXPECT_EQ(fault(closed, R"({"suite": 1, "axes": 2})"), "");
  EXPECT_EQ(fault(closed, R"({"suit": 1})"), "/suit: unknown key \"suit\"; did you mean 'suite'?");
  EXPECT_THAT(fault(closed, R"({"zzzzzzzz": 1})"), HasSubstr("known: suite, axes"));
}

TEST(Schema, ChecksTheValuesOfAMap) {
  const Schema map = schema(R"({"properties": {"n": {}}, "additionalProperties": {"type": "string"}})");
  EXPECT_EQ(fault(map, R"({"n": 1, "other": "x"})"), "");
  EXPECT_EQ(fault(map, R"({"n": 1, "other": 2})"), "/other: is 2, expected a string");
}

TEST(Schema, ChecksEnumsConstantsAndLengths) {
  EXPECT_EQ(fault(schema(R"({"enum": ["hot", "cold"]})"), "\"hot\""), "");
  EXPECT_EQ(fault(schema(R"({"enum": ["hot", "cold"]})"), "\"colt\""),
            ": \"colt\" is not allowed here; did you mean 'cold'?");
  EXPECT_EQ(fault(schema(R"({"const": 1})"), "2"), ": is 2, expected 1");
  EXPECT_EQ(fault(schema(R"({"minItems": 1})"), "[]"), ": has 0 entries, expected at least 1");
  EXPECT_EQ(fault(schema(R"({"minLength": 1})"), "\"\""), ": is an empty string");
}

TEST(Schema, TellsOfTheAlternativeThatGotFurthest) {
  const Schema nullable = schema(
      R"({"anyOf": [{"$ref": "#/$defs/pair"}, {"type": "null"}],
          "$defs": {"pair": {"type": "object", "properties": {"x": {"type": "number"}}, "required": ["x"]}}})");
  EXPECT_EQ(fault(nullable, "null"), "");
  EXPECT_EQ(fault(nullable, R"({"x": 1})"), "");
  EXPECT_EQ(fault(nullable, R"({"x": "1"})"), "/x: is \"1\", expected a number");
}

TEST(Schema, RefusesSchemasItDoesNotFullyUnderstand) {
  for (const char* text :
       {R"({"pattern": "a"})", R"({"type": "float"})", R"({"$ref": "#/$defs/none"})", R"({"$ref": "other.json"})",
        R"({"items": {"uniqueItems": true}})", R"({"properties": {"a": {"oneOf": []}}})", R"([])"})
    EXPECT_THROW(schema(text), std::logic_error) << text;
}

TEST(Schema, PointsIntoTheTextOfAFile) {
  const std::string message = testing::message_of([] {
    read_checked("{\n \"schema\": 1,\n \"sumary\": \"x\"}", "my.json", {.what = "a preset", .remedy = "-"},
                 embedded_schema("preset"));
  });
  EXPECT_EQ(message, "my.json:3:2: at \"/sumary\": unknown key \"sumary\"; did you mean 'summary'?");
}

}  // namespace
}  // namespace gpupeak
