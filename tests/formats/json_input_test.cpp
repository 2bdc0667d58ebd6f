#include "formats/json_input.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

#include "tests/formats/message_of.h"

namespace gpupeak {
namespace {

using ::testing::HasSubstr;
using testing::message_of;
using ::testing::StartsWith;

constexpr InputKind strict{.what = "a test", .remedy = "try again", .max_bytes = 1 << 22};
constexpr InputKind commented{.what = "a test", .remedy = "try again", .max_bytes = 1 << 22, .comments = true};

std::string json_input_error(std::string_view text, const InputKind& kind = strict) {
  return message_of([&] { parse_json(text, "f.json", kind); });
}
std::string place_of(std::string_view pointer, std::string_view text) {
  const std::string message = error_at(pointer, text, "f", commented, "x").what();
  return message.substr(0, message.find(": "));
}

TEST(JsonInput, ReadsEveryKindOfValue) {
  const Json json = parse_json(R"({"z": [1, -2, 2.5, true, null], "a": {"key": "ключ \u00e9\n"}})", "f", strict);
  EXPECT_EQ(json.dump(), R"({"z":[1,-2,2.5,true,null],"a":{"key":"ключ é\n"}})");  // keys in the order of the text
}

TEST(JsonInput, AllowsCommentsOnlyWhereAsked) {
  const char* text = "// why\n{\"a\": 1 /* because */}";
  EXPECT_EQ(parse_json(text, "f", commented).at("a"), 1);
  EXPECT_THAT(json_input_error(text), StartsWith("f.json:1:1: not JSON"));
}

TEST(JsonInput, RejectsMoreBytesThanTheKindAllows) {
  constexpr InputKind tiny{.what = "a test", .remedy = "make it smaller", .max_bytes = 4};
  EXPECT_EQ(parse_json("[12]", "f", tiny)[0], 12);
  EXPECT_THAT(json_input_error("[123]", tiny),
              HasSubstr("5 bytes are more than a test may have (4 bytes); make it smaller"));
}

TEST(JsonInput, CountsDepthFromTheOutermostValue) {
  const auto nested = [](int depth) {
    return std::string(static_cast<size_t>(depth), '[') + std::string(static_cast<size_t>(depth), ']');
  };
  EXPECT_EQ(json_input_error(nested(64)), "(no FormatError)");
  EXPECT_THAT(json_input_error(nested(65)), StartsWith("f.json:1:65: nested more than 64 deep"));
}

TEST(JsonInput, KeepsWhatDoublesAndIntegersCanHold) {
  EXPECT_EQ(parse_json("[1.7976931348623157e308]", "f", strict)[0].get<double>(), 1.7976931348623157e308);
  EXPECT_EQ(parse_json("[5e-324]", "f", strict)[0].get<double>(), 5e-324);
  EXPECT_EQ(parse_json("[18446744073709551615]", "f", strict)[0].get<uint64_t>(), ~uint64_t{0});
  EXPECT_THAT(json_input_error("[-1e999]"), StartsWith("f.json:1:2: number \"-1e999\" is too large"));
}

TEST(JsonInput, EndsEveryMessageWithTheRemedy) {
  for (const char* text : {"", "[", "nul", "[1e999]", "{\"a\":1,\"a\":1}", "\"\xff\""})
    EXPECT_TRUE(json_input_error(text).ends_with("; try again")) << json_input_error(text);
}

TEST(JsonInput, NeverQuotesTheLibraryItUses) {
  for (const char* text : {"[", "nul", "[1e999]", "\"\xff\"", "{\"a\"}", "[\"\t\"]", "{\"a\":1 \"b\"}"})
    EXPECT_EQ(json_input_error(text).find("json.exception"), std::string::npos) << json_input_error(text);
}

// A search through all keys for each new one would take minutes here.
TEST(JsonInput, ReadsAnObjectOfManyKeysInOnePass) {
  std::string text = "{\"x\": 0";
  for (int i = 0; i < 200'000; ++i) text += fmt::format(",\"{}\":0", i);
  EXPECT_EQ(parse_json(text + "}", "f", strict).size(), 200'001u);
}

TEST(JsonInput, FindsThePlaceOfAPointer) {
  const std::string text =
      "{\n  // note\n  \"a\": [10, {\"b\\\"c\": true}],\n  \"\": -3.5e1,\n  \"ü\": null, \"s/t~\": \"x\"\n}";
  const std::vector<std::pair<const char*, const char*>> places{
      {"", "f:1:1"},           {"/a", "f:3:3"}, {"/a/0", "f:3:9"}, {"/a/1", "f:3:13"},
      {"/a/1/b\"c", "f:3:14"}, {"/", "f:4:3"},  {"/ü", "f:5:3"},   {"/s~1t~0", "f:5:14"}};
  for (const auto& [pointer, expected] : places) EXPECT_EQ(place_of(pointer, text), expected) << pointer;
}

TEST(JsonInput, FindsThePlaceOfNumbersAndWordsInArrays) {
  const std::string text = "[\n1,\n-2.5e3 ,\ntrue,\nnull]";
  for (int i = 0; i < 4; ++i) EXPECT_EQ(place_of(fmt::format("/{}", i), text), fmt::format("f:{}:1", i + 2));
  EXPECT_EQ(place_of("", "17"), "f:1:1");
}

TEST(JsonInput, PointsAtTheBeginningWhenThePointerLeadsNowhere) {
  for (const char* pointer : {"/9", "/a", "/0/0", "/~"}) EXPECT_EQ(place_of(pointer, " [1]"), "f:1:1") << pointer;
}

TEST(JsonInput, ALongPathKeepsTheFieldAtItsEnd) {
  const std::string id(200, 'k');
  const std::string message =
      error_at("/classes/0/jobs/0/cases/" + id + "/time_s", "{}", "f", strict, "is wrong").what();
  EXPECT_THAT(message, HasSubstr("at \"/classes/0/jobs/0/cases/kkk"));
  EXPECT_THAT(message, HasSubstr("kkk/time_s\": is wrong"));
  EXPECT_THAT(message, HasSubstr("k…k"));
}

TEST(JsonInput, QuotesStringsSafelyAndShortens) {
  EXPECT_EQ(in_quotes("a\"b\x1b\n"), R"("a\"b\u001b\n")");
  EXPECT_EQ(in_quotes("\xff"), "\"\xef\xbf\xbd\"");
  EXPECT_EQ(in_quotes(std::string(81, 'x')), "\"" + std::string(80, 'x') + "…\"");
}

TEST(JsonInput, HandsOverElementsAndKeepsTheRest) {
  std::vector<std::string> taken;
  const Json rest = parse_json(R"({"a": [[1]], "list": [1, {"list": [2]}, [3, 4]], "b": {"list": [5]}})", "f", strict,
                               "list", [&](Json&& element) { taken.push_back(element.dump()); });
  EXPECT_EQ(taken, (std::vector<std::string>{"1", R"({"list":[2]})", "[3,4]"}));
  EXPECT_EQ(rest.dump(), R"({"a":[[1]],"list":[],"b":{"list":[5]}})");
}

TEST(JsonInput, HandsOverNothingWhereTheMemberIsNoList) {
  for (const char* text : {"[[1]]", "{\"list\": {\"list\": [1]}}", "{\"list\": 1}", "1"}) {
    const Json rest = parse_json(text, "f", strict, "list", [](Json&&) { FAIL(); });
    EXPECT_EQ(rest, parse_json(text, "f", strict)) << text;
  }
}

TEST(JsonInput, LimitsWhatIsNotHandedOverNotTheWhole) {
  constexpr InputKind small{.what = "a test", .remedy = "make it smaller", .max_bytes = 40, .max_text = 10'000};
  std::string many = "{\"list\": [1";
  for (int i = 0; i < 1000; ++i) many += ", 1";
  const auto read = [&](const std::string& text) { parse_json(text, "f", small, "list", [](Json&&) {}); };
  read(many + "]}");
  EXPECT_THAT(message_of([&] { read("{\"list\": [[1" + std::string(100, ' ') + "]]}"); }),
              HasSubstr("more than 40 bytes"));
  EXPECT_THAT(message_of([&] { read("{\"list\": [], \"b\": [1" + std::string(100, ' ') + "]}"); }),
              HasSubstr("more than 40 bytes"));
  EXPECT_THAT(message_of([&] { read(std::string(20'000, ' ') + "1"); }), HasSubstr("10000 bytes"));
}

TEST(JsonInput, AKeyThatAppearsTwiceIsRefusedThoughItsElementsAreGone) {
  EXPECT_THAT(message_of([&] { parse_json(R"({"list": [1], "list": [2]})", "f", strict, "list", [](Json&&) {}); }),
              HasSubstr("appears twice"));
}

}  // namespace
}  // namespace gpupeak
