// Files that are not reports, or reports that contradict themselves: each must say where, what and what helps.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <set>

#include "formats/json_input.h"
#include "formats/report_json.h"
#include "tests/formats/message_of.h"
#include "tests/formats/random_report.h"

namespace gpupeak {
namespace {

using ::testing::AllOf;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using testing::message_of;
using ::testing::Not;
using ::testing::StartsWith;

std::string read_error(std::string_view text) {
  return message_of([&] { read_report(text, "report.json"); });
}

// A valid report as a value to break, and what reading the broken one says.
Json valid() {
  Report report = testing::RandomReport(1)();
  for (size_t i = 0; i < report.measurements.size(); ++i) {
    report.measurements[i].id = Case("memory", {{"op", "copy"}});
    if (i > 0) report.measurements[i].id.set("n", std::to_string(i));
  }
  report.devices.resize(1);
  for (Measurement& m : report.measurements) m.device = 0;
  return parse_json(write_report(report), "valid", {"a report", "-"});
}
std::string error_after(const std::function<void(Json&)>& change) {
  Json json = valid();
  change(json);
  return read_error(json.dump(1));
}
Json& measured(Json& json) { return json["measurements"][0]; }  // outcomes are in the order of the table

TEST(ReportJsonBadInput, StartsFromAReportThatIsRead) {
  EXPECT_EQ(error_after([](Json&) {}), "(no FormatError)");
}

TEST(ReportJsonBadInput, ACaseStandsOnce) {
  EXPECT_THAT(error_after([](Json& json) {
                json["measurements"][1]["id"] = json["measurements"][0]["id"];
                json["measurements"][1]["axes"] = json["measurements"][0]["axes"];
              }),
              AllOf(HasSubstr("/measurements/1/id"), HasSubstr("twice")));
}

TEST(ReportJsonBadInput, SaysThatAnEmptyFileIsEmpty) {
  for (const char* nothing : {"", " \n\t\r\n "})
    EXPECT_THAT(read_error(nothing),
                AllOf(StartsWith("report.json:1:1: the file is empty"), HasSubstr("gpupeak run --out")));
}

TEST(ReportJsonBadInput, RejectsEveryTruncation) {
  const std::string text = valid().dump();
  for (size_t length = 0; length < text.size(); length += 1 + length / 50)
    EXPECT_THAT(read_error(std::string_view(text).substr(0, length)), StartsWith("report.json:1:")) << length;
}

TEST(ReportJsonBadInput, SaysWhereACutOffFileEnds) {
  EXPECT_THAT(read_error("{\n  \"schema\": 1,\n  \"tool\""), StartsWith("report.json:3:9: the text ends too early"));
}

TEST(ReportJsonBadInput, SaysThatABinaryFileIsNoJson) {
  for (const std::string& bytes :
       {std::string("\0\1\2", 3), std::string("{\"schema\": 1,\0", 14), std::string(1, '\0')})
    EXPECT_THAT(read_error(bytes), AllOf(HasSubstr("not JSON: a zero byte"), Not(HasSubstr("cut off"))));
  EXPECT_THAT(read_error("\x7f\x45LF"), HasSubstr("not JSON"));
}

TEST(ReportJsonBadInput, SurvivesTwoHundredThousandNestedArrays) {
  EXPECT_THAT(read_error(std::string(200'000, '[')), StartsWith("report.json:1:65: nested more than 64 deep"));
  std::string objects;
  for (int i = 0; i < 200'000; ++i) objects += "{\"a\":";
  EXPECT_THAT(read_error(objects), HasSubstr("nested more than 64 deep"));
}

TEST(ReportJsonBadInput, RejectsNumbersThatOverflow) {
  EXPECT_THAT(read_error("{\n \"schema\": 1e999}"), StartsWith("report.json:2:12: number \"1e999\" is too large"));
  EXPECT_THAT(read_error("[" + std::string(400, '9') + "]"), StartsWith("report.json:1:2: number"));
}

TEST(ReportJsonBadInput, RejectsTextThatIsNotUtf8) {
  EXPECT_THAT(read_error("{\"tool\": \"caf\xe9\"}"), AllOf(StartsWith("report.json:1:"), HasSubstr("not valid UTF-8")));
  EXPECT_THAT(read_error("{\"tool\": \"\xed\xa0\x80\"}"), HasSubstr("not valid UTF-8"));
  EXPECT_THAT(read_error("{\"tool\": \"\\ud800\"}"), HasSubstr("not JSON"));
}

TEST(ReportJsonBadInput, RejectsOtherTextsThatAreNotJson) {
  for (const char* text : {"gpupeak", "{,}", "{\"a\" 1}", "[1,]", "nul", "\"open", "{} {}", "NaN", "[Infinity]", "'a'",
                           "+1", "01", "// comment\n{}",
                           "\x7f"
                           "ELF",
                           "<html>"})
    EXPECT_THAT(read_error(text), StartsWith("report.json:1:")) << text;
}

TEST(ReportJsonBadInput, RejectsKeysThatAppearTwice) {
  EXPECT_THAT(read_error("{\"schema\": 1,\n\"schema\": 2}"),
              StartsWith("report.json:2:1: key \"schema\" appears twice"));
  std::string many = "{";
  for (int i = 0; i < 100'000; ++i) many += fmt::format("\"{}\":0,", i);
  EXPECT_THAT(read_error(many + "\"77777\":0}"), HasSubstr("key \"77777\" appears twice"));
}

TEST(ReportJsonBadInput, ExpectsAnObjectWithEveryKey) {
  EXPECT_THAT(read_error("[]"), StartsWith("report.json:1:1: is an array, expected an object"));
  EXPECT_THAT(read_error("{}"), StartsWith("report.json:1:1: key \"schema\" is missing"));
  const Json json = valid();
  for (const auto& item : json.items()) {
    if (item.key() == "summary" || item.key() == "plateaus" || item.key() == "start_costs")
      continue;  // computed from the measurements: reading needs none
    EXPECT_THAT(error_after([&](Json& j) { j.erase(item.key()); }),
                HasSubstr(fmt::format("\"{}\" is missing", item.key())));
  }
  for (const auto& item : json["measurements"][0].items()) {
    // Older reports lack what a device says of itself and what follows from it, phases, latencies, memory, and what
    // programs read in place of sentences and of the suite's name.
    static const std::set<std::string> later{"summary",   "throttling",  "phases",    "launch",
                                             "telemetry", "why",         "latencies", "memory_growth_bytes",
                                             "facts",     "reason_kind", "headline",  "views"};
    if (later.contains(item.key())) continue;
    EXPECT_THAT(error_after([&](Json& j) { measured(j).erase(item.key()); }),
                AllOf(HasSubstr("/measurements/0"), HasSubstr(fmt::format("\"{}\" is missing", item.key()))));
  }
}

TEST(ReportJsonBadInput, RejectsEveryValueOfTheWrongType) {
  const Json wrong = Json::parse(R"([{"surprise": 1}])");
  const std::function<void(const Json&, const std::string&)> visit = [&](const Json& value,
                                                                         const std::string& pointer) {
    EXPECT_THAT(error_after([&](Json& j) { j[Json::json_pointer(pointer)] = wrong; }), StartsWith("report.json:"))
        << pointer;
    if (!value.is_structured()) return;
    size_t index = 0;
    for (const auto& item : value.items()) {
      const std::string key = value.is_array() ? std::to_string(index) : item.key();
      if (key.find_first_of("/~") == std::string::npos && index++ < 2) visit(item.value(), pointer + "/" + key);
    }
  };
  visit(valid(), "");
}

TEST(ReportJsonBadInput, NamesTheNearestKnownKey) {
  EXPECT_THAT(error_after([](Json& j) { j["mesurements"] = 1; }),
              AllOf(HasSubstr("unknown key \"mesurements\""), HasSubstr("did you mean 'measurements'?")));
  EXPECT_THAT(error_after([](Json& j) { measured(j)["outcome"] = "mesured"; }), HasSubstr("did you mean 'measured'?"));
  EXPECT_THAT(error_after([](Json& j) { j["devices"][0]["peak"]["rates"]["fp33"] = 1; }),
              HasSubstr("/devices/0/peak/rates/fp33"));
}

TEST(ReportJsonBadInput, SaysWhenTheReportIsNewerThanTheProgram) {
  EXPECT_THAT(error_after([](Json& j) { j["schema"] = 3; }),
              AllOf(HasSubstr("version 3"), EndsWith("; read it with a newer gpupeak")));
  EXPECT_THAT(error_after([](Json& j) { j["schema"] = "1"; }), HasSubstr("expected a whole number"));
}

TEST(ReportJsonBadInput, RejectsNumbersOutOfRange) {
  const std::vector<std::pair<const char*, Json>> bad{
      {"/measurements/0/device", 1},
      {"/measurements/0/device", -1},
      {"/measurements/0/device", 1e300},
      {"/measurements/0/device", 0.5},
      {"/measurements/0/sample_time_s/0", 0},
      {"/measurements/0/sample_time_s/0", -1},
      {"/measurements/0/sample_launches/0", 0},
      {"/measurements/0/stats/count", 4'000'000'000},
      {"/run/plan/seed", -1},
      {"/run/plan/seed", 18446744073709551616.0},
      {"/run/processes", 0},
      {"/devices/0/units", 1e17},
      {"/devices/0/memory_bytes", -1},
  };
  for (const auto& [pointer, value] : bad)
    EXPECT_THAT(error_after([&p = pointer, &v = value](Json& j) { j[Json::json_pointer(p)] = v; }), HasSubstr(pointer))
        << value;
}

TEST(ReportJsonBadInput, RejectsSampleArraysOfDifferentLength) {
  for (const char* key : {"sample_time_s", "sample_clock_hz", "sample_launches", "sample_process"})
    EXPECT_THAT(error_after([&](Json& j) { measured(j)[key].push_back(1); }), HasSubstr("entries")) << key;
}

TEST(ReportJsonBadInput, RejectsATimeWithoutTheOutcomeForIt) {
  EXPECT_THAT(error_after([](Json& j) { measured(j)["outcome"] = "wrong"; }), HasSubstr("which has no time"));
  EXPECT_THAT(error_after([](Json& j) { measured(j)["stats"] = nullptr; }),
              HasSubstr("samples or statistics are missing"));
  EXPECT_THAT(error_after([](Json& j) { measured(j)["stats"]["count"] = 1000; }), HasSubstr("is 1000, but there are"));
}

TEST(ReportJsonBadInput, RejectsStatisticsThatAreNotTheSamples) {
  for (const char* key : {"min_s", "max_s", "median_s"})
    EXPECT_THAT(error_after([&](Json& j) {
                  Json& figure = measured(j)["stats"][key];
                  figure = 1 + 1.5 * figure.get<double>();
                }),
                AllOf(HasSubstr(fmt::format("/measurements/0/stats/{}", key)), HasSubstr("that of the samples")));
}

TEST(ReportJsonBadInput, RejectsMoreProcessesThanCouldHaveRun) {
  EXPECT_THAT(error_after([](Json& j) { measured(j)["sample_process"][0] = 2147483647; }),
              HasSubstr("/measurements/0/sample_process/0"));
  EXPECT_THAT(error_after([](Json& j) { j["run"]["processes"] = 1'000'001; }), HasSubstr("/run/processes"));
}

TEST(ReportJsonBadInput, RejectsAnIdThatIsNotTheCases) {
  EXPECT_THAT(error_after([](Json& j) { measured(j)["id"] = "memory/op=read"; }),
              HasSubstr("is not the id of this suite"));
  EXPECT_THAT(error_after([](Json& j) { measured(j)["axes"]["extra"] = "1"; }),
              HasSubstr("is not the id of this suite"));
}

TEST(ReportJsonBadInput, RejectsAUnitThatIsNotTheResources) {
  EXPECT_THAT(error_after([](Json& j) {
                measured(j)["work"]["amounts"] = {{"dram", {{"amount", 1}, {"unit", "flop"}}}};
              }),
              HasSubstr("/measurements/0/work/amounts/dram/unit"));
}

TEST(ReportJsonBadInput, ShowsNoControlCharactersAndNoEndlessTextInMessages) {
  const std::string message = error_after([](Json& j) { j["\x1b[31m" + std::string(100'000, 'x')] = 1; });
  EXPECT_LT(message.size(), 1000u);
  EXPECT_EQ(message.find('\x1b'), std::string::npos);
  const std::string token = read_error("[\"" + std::string(100'000, 'x') + "\n\"]");
  EXPECT_LT(token.size(), 1000u);
  EXPECT_EQ(token.find('\n'), std::string::npos);
}

TEST(ReportJsonBadInput, SurvivesAnySingleByteChanged) {
  const std::string text = valid().dump(1);
  std::mt19937_64 bits(5);
  for (int round = 0; round < 1000; ++round) {
    std::string changed = text;
    changed[bits() % changed.size()] = static_cast<char>(bits());
    try {
      const Report report = read_report(changed, "report.json");
      ASSERT_TRUE(write_report(read_report(write_report(report), "again")) == write_report(report)) << round;
    } catch (const FormatError&) {  // the only way to say no
    }
  }
}

}  // namespace
}  // namespace gpupeak
