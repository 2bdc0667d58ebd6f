#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>

#include "formats/gate_files.h"
#include "tests/formats/message_of.h"

namespace gpupeak {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

std::string rules_json_message(std::string_view text) {
  return testing::message_of([&] { read_rules(text, "rules.json"); });
}

TEST(Rules, AreReadWithTheirLinesAndDefaults) {
  const Rules rules = read_rules(R"({
  // what may not get slower
  "schema": 1,
  "rules": [
    {"match": "matmul/*", "fail_percent": 5, "floor_percent": 85, "min_samples": 10},
    {"match": "*", "metric": "latency_p99_s", "direction": "any", "warn_percent": 5, "fail_percent": 10}
  ],
  "exceptions": [
    {"match": "conv/*", "until": "2027-01-31", "reason": "driver 610"}
  ]
})",
                                 "rules.json");
  ASSERT_EQ(rules.rules.size(), 2u);
  EXPECT_EQ(rules.rules[0].match, "matmul/*");
  EXPECT_EQ(rules.rules[0].metric, "median_s");
  EXPECT_EQ(rules.rules[0].direction, Direction::worse);
  EXPECT_DOUBLE_EQ(rules.rules[0].warn, 0.02);
  EXPECT_DOUBLE_EQ(rules.rules[0].fail, 0.05);
  EXPECT_DOUBLE_EQ(*rules.rules[0].floor, 0.85);
  EXPECT_EQ(rules.rules[0].min_samples, 10);
  EXPECT_EQ(rules.rules[0].line, 5);
  EXPECT_EQ(rules.rules[1].direction, Direction::any);
  EXPECT_EQ(rules.rules[1].line, 6);
  ASSERT_EQ(rules.exceptions.size(), 1u);
  EXPECT_EQ(rules.exceptions[0].until, "2027-01-31");
  EXPECT_EQ(rules.exceptions[0].line, 9);
}

// Searching the whole text for the line of each would take half a minute.
TEST(Rules, ThousandsAreReadInOnePass) {
  constexpr int count = 10'000;
  std::string text = "{\"schema\": 1, \"rules\": [{\"match\": \"*\"}],\n\"exceptions\": [";
  for (int i = 0; i < count; ++i)
    text += fmt::format("{}\n{{\"until\": \"2027-01-31\", \"reason\": \"match\", \"match\": \"x{}\"}}",
                        i == 0 ? "" : ",", i);
  const auto begin = std::chrono::steady_clock::now();
  const Rules rules = read_rules(text + "]}", "rules.json");
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(5));
  ASSERT_EQ(rules.exceptions.size(), size_t{count});
  for (size_t i = 0; i < count; ++i) ASSERT_EQ(rules.exceptions[i].line, static_cast<int>(i) + 3);
}

TEST(Rules, TheDefaultIsThreePercentOfEverything) {
  const Rules rules = default_rules();
  ASSERT_EQ(rules.rules.size(), 1u);
  EXPECT_EQ(rules.rules[0].match, "*");
  EXPECT_DOUBLE_EQ(rules.rules[0].fail, 0.03);
}

TEST(Rules, AFailureBelowTheUsualWarningMovesTheWarning) {
  EXPECT_DOUBLE_EQ(read_rules(R"({"schema": 1, "rules": [{"match": "*", "fail_percent": 1}]})", "r").rules[0].warn,
                   0.01);
}

TEST(Rules, SayWhereAndWhatIsWrong) {
  const auto with = [](std::string_view rule) {
    return rules_json_message("{\n\"schema\": 1,\n\"rules\": [{\"match\": \"*\", " + std::string(rule) + "}]}");
  };
  EXPECT_THAT(with(R"("fail_percnt": 3)"), AllOf(HasSubstr("rules.json:3"), HasSubstr("fail_percent")));
  EXPECT_THAT(with(R"("floor_percent": 101)"), AllOf(HasSubstr("/rules/0/floor_percent"), HasSubstr("100 %")));
  EXPECT_THAT(with(R"("warn_percent": 4, "fail_percent": 3)"), HasSubstr("more than fail_percent"));
  EXPECT_THAT(with(R"("metric": "median")"), AllOf(HasSubstr("no gate can judge"), HasSubstr("median_s")));
  EXPECT_THAT(with(R"("metric": "run_to_run_spread")"), HasSubstr("no gate can judge"));
  EXPECT_THAT(with(R"("fail_percent": -3)"), HasSubstr("fail_percent"));
  EXPECT_THAT(with(R"("fail_percent": "3")"), HasSubstr("fail_percent"));
  EXPECT_THAT(rules_json_message(R"({"schema": 2, "rules": [{"match": "*"}]})"), HasSubstr("newer"));
  EXPECT_THAT(rules_json_message(R"({"schema": 1, "rules": []})"), HasSubstr("/rules"));
  EXPECT_THAT(rules_json_message(""), HasSubstr("empty"));
}

TEST(Rules, NoneStandsBehindOneThatTakesAllItsCases) {
  const auto two = [](std::string_view first, std::string_view second) {
    return rules_json_message(
        fmt::format("{{\"schema\": 1, \"rules\": [{{\"match\": \"{}\"}},\n{{\"match\": {}}}]}}", first, second));
  };
  EXPECT_THAT(two("*", R"("conv/*")"),
              AllOf(HasSubstr("rules.json:2"), HasSubstr("never reached"), HasSubstr("narrower rule first")));
  EXPECT_THAT(two("conv/*", R"("conv/*/rung=own", "floor_percent": 50)"), HasSubstr("never reached"));
  EXPECT_THAT(two("conv/a", R"("conv/a")"), HasSubstr("never reached"));
  for (const auto& [first, second] :
       {std::pair("conv/*", R"("*")"), std::pair("conv/*/own", R"("conv/*")"), std::pair("conv/?", R"("conv/*")"),
        std::pair("*/n=1", R"("*/n=1*")"), std::pair("*", R"("*", "metric": "latency_p99_s")")})
    EXPECT_EQ(two(first, second), "(no FormatError)") << first << ' ' << second;
}

TEST(Rules, AnExceptionEndsOnADayThatThereIs) {
  for (const char* day : {"2027-02-29", "2027-13-01", "2027-1-31", "tomorrow...", "2027/01/31", "20270131xx"})
    EXPECT_THAT(
        rules_json_message(
            R"({"schema": 1, "rules": [{"match": "*"}], "exceptions": [{"match": "*", "reason": "r", "until": ")" +
            std::string(day) + "\"}]}"),
        HasSubstr("/exceptions/0/until"))
        << day;
  EXPECT_EQ(
      rules_json_message(
          R"({"schema": 1, "rules": [{"match": "*"}], "exceptions": [{"match": "*", "reason": "r", "until": "2028-02-29"}]})"),
      "(no FormatError)");
}

}  // namespace
}  // namespace gpupeak
