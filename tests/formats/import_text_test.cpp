// What stands around results in the files that people have: marks, encodings, lines of a log, several runs.
#include "formats/import_text.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "formats/imports.h"
#include "formats/json_input.h"
#include "formats/report_json.h"
#include "tests/formats/message_of.h"
#include "tests/support/example_report.h"

namespace gpupeak {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::message_of;

std::string json_in(std::string_view text) { return import_text(text, "file.json").json; }

// Of an ASCII text.
std::string in_utf16(std::string_view text, bool big, std::string mark) {
  for (const char c : text) big ? mark.append(1, '\0').append(1, c) : mark.append(1, c).append(1, '\0');
  return mark;
}

std::string row_named(std::string_view model) {
  return fmt::format(R"({{"build_commit": "a", "model_type": "{}", "avg_ns": 5}})", model);
}

std::vector<std::string> names_in(std::string_view text) {
  std::vector<std::string> names;
  for (const Measurement& m : read_any_report(text, "file.json").measurements)
    names.push_back(m.id.values().at(0).second);
  return names;
}

TEST(ImportText, IsReadInEveryEncodingThatEditorsWrite) {
  const std::string text = "[" + row_named("m") + "]";
  for (const std::string& file :
       {"\xef\xbb\xbf" + text, in_utf16(text, false, "\xff\xfe"), in_utf16(text, true, "\xfe\xff"),
        in_utf16(text, false, ""), in_utf16(text, true, "")})
    EXPECT_THAT(names_in(file), ElementsAre("m"));
  EXPECT_EQ(*as_utf8(std::string_view("\xff\xfe\x3d\xd8\x00\xde\xe4\x00\xac\x20", 10), "f"), "\xf0\x9f\x98\x80ä€");
  const std::string ours = write_report(testing::example_report());
  EXPECT_EQ(write_report(read_any_report("\xef\xbb\xbf" + ours, "f")), ours);
}

TEST(ImportText, ThatIsDamagedUtf16IsNamed) {
  const auto error = [](std::string_view bytes) { return message_of([&] { as_utf8(bytes, "f"); }); };
  EXPECT_THAT(error(std::string_view("\xff\xfe{\0x", 5)), HasSubstr("half a character"));
  EXPECT_THAT(error(std::string_view("\xff\xfe\x3d\xd8x\0", 6)), HasSubstr("not valid UTF-16 at byte 2"));
  EXPECT_THAT(error(std::string_view("\xff\xfe\x00\xde", 4)), HasSubstr("not valid UTF-16 at byte 2"));
  EXPECT_THAT(error(std::string_view("\xff\xfe\0\0{\0\0\0", 8)), HasSubstr("is UTF-32"));
}

TEST(ImportText, KeepsLinesAndColumnsOfNumbersThatJsonLacks) {
  EXPECT_EQ(json_in("{\"a\": NaN, \"b\": -Infinity,\n\"c\": [inf,-nan, -nan(ind)]}"),
            "{\"a\":null, \"b\": null     ,\n\"c\": [null,null, null     ]}");
  EXPECT_EQ(json_in("{\"NaN\": \": NaN,\", \"b\": nano}"), "{\"NaN\": \": NaN,\", \"b\": nano}");
}

TEST(ImportText, LeavesOutTheLinesOfALog) {
  const std::string one = row_named("one"), two = row_named("two");
  EXPECT_THAT(names_in("[INFO] start\n[{thread 1}] load: 1 [x]\n" + one + "\nwarning: {hot}\n" + two + "\ndone\n"),
              ElementsAre("one", "two"));
  EXPECT_THAT(names_in("start\n  [\n" + one + ",\n" + two + "]\nend"), ElementsAre("one", "two"));
  EXPECT_THAT(names_in("Running ./b\n{\"context\": {},\n \"benchmarks\": [{\"name\": \"x\", \"real_time\": 1}]}\n***"),
              ElementsAre("x"));
  EXPECT_THAT(names_in("{\"level\": \"info\"}\n" + one + "\n{\"level\": \"info\"}"), ElementsAre("one"));
  EXPECT_EQ(json_in("log\n  {\"a\": 1}\nlog"), "\n  {\"a\": 1}\n   ");
}

TEST(ImportText, FindsARowBehindTextThatDidNotEndItsLine) {
  const std::string one = row_named("one"), two = row_named("two");
  EXPECT_THAT(names_in(one + "\nllama_log: loading model " + two + "\n"), ElementsAre("one", "two"));
  EXPECT_THAT(names_in("loading " + one + "\n" + two), ElementsAre("one", "two"));
  EXPECT_THAT(names_in("request {\"prompt\": 1}\n" + one + "\n{\"level\": 1} x {\"build_commit\": "),
              ElementsAre("one"));
}

TEST(ImportText, TakesFilesWithByteOrderMarksThatWereJoined) {
  const std::string one = "\xef\xbb\xbf" + row_named("one") + "\n", two = "\xef\xbb\xbf" + row_named("two") + "\n";
  EXPECT_THAT(names_in(one + two), ElementsAre("one", "two"));
}

TEST(ImportText, TakesRunsThatWereWrittenIntoOneFile) {
  const std::string one = row_named("one"), two = row_named("two");
  EXPECT_THAT(names_in("[" + one + "]\n[]\n[\n" + two + "\n]\n" + row_named("three")),
              ElementsAre("one", "two", "three"));
  EXPECT_THAT(names_in(one + two), ElementsAre("one", "two"));
}

TEST(ImportText, NamesTheRowThatHasNoEnd) {
  for (const char* cut : {R"({"build_commit": "a", "model_ty)", R"({"build_commit": "a")", R"({"avg_ns": [1, 2)"}) {
    const Report report = read_any_report(row_named("one") + "\n" + cut + "\n" + row_named("two") + "\n", "file.json");
    ASSERT_EQ(report.measurements.size(), 3u) << cut;
    EXPECT_EQ(report.measurements[2].id.id(), "llama-bench/line=2");
    EXPECT_EQ(report.measurements[2].outcome, Outcome::failed);
    EXPECT_THAT(report.measurements[2].reason, HasSubstr("line 2 has no end"));
  }
}

// A tool that is killed, or a benchmark that crashes, leaves what was complete.
TEST(ImportText, TakesWhatWasCompleteWhenItsToolWasEnded) {
  const Report report = read_any_report(R"({"context": {"num_cpus": 4}, "benchmarks": [
    {"name": "one", "real_time": 1, "rate": NaN},
    {"name": "two", "real_ti)",
                                        "file.json");
  ASSERT_EQ(report.measurements.size(), 2u);
  EXPECT_EQ(report.measurements[0].id.id(), "google-benchmark/name=one");
  EXPECT_EQ(report.measurements[1].id.id(), "google-benchmark/line=3");
  EXPECT_EQ(report.measurements[1].outcome, Outcome::failed);
  EXPECT_THAT(names_in("[\n" + row_named("one") + ",\n" + row_named("two") + ","), ElementsAre("one", "two", "3"));
  EXPECT_THAT(message_of([] { names_in(R"({"context": {"num_cpus": 4}, "benchmarks": [{"name": "one", "r)"); }),
              HasSubstr("missing closing quote"));
  // A row that is cut is not used by half: its exit codes are missing.
  EXPECT_THAT(message_of([] { names_in(R"({"results": [{"command": "a", "times": [1], "exit_codes": [1)"); }),
              HasSubstr("the text ends too early"));
}

TEST(ImportText, TellsReportsApartWhateverTheOrderOfTheirKeys) {
  const std::string ours = write_report(testing::example_report());
  EXPECT_EQ(write_report(read_any_report(Json(nlohmann::json::parse(ours)).dump(), "sorted")), ours);
  EXPECT_THAT(names_in(R"({"benchmarks": [{"real_time": 1, "name": "x"}], "context": {}})"), ElementsAre("x"));
  EXPECT_THAT(names_in("[" + nlohmann::json::parse(row_named("m")).dump() + "]"), ElementsAre("m"));
  EXPECT_THAT(names_in(nlohmann::json::parse(row_named("m")).dump()), ElementsAre("m"));
}

// Each takes steps in proportion to its size, or this would not end.
TEST(ImportText, OfAHostileFileTakesNoLongerThanItsSize) {
  constexpr int many = 100'000;
  const auto repeated = [](std::string_view piece) {
    std::string text;
    for (int i = 0; i < many; ++i) text += piece;
    return text;
  };
  const std::string rows = repeated(R"({"name":"a","real_time":1},)");
  for (const std::string& text :
       {repeated("{\"a\":\n"), repeated("{\"a\n"), repeated("[{\n"), repeated("{\n\n"), repeated("{}\n"),
        repeated("[]"), repeated("{\"a\": NaN}"), repeated("[ "), repeated("log [{\n"),
        repeated("log {\"a\": {\"b\": 1}} {\"c\":\n"), repeated("x {\""), repeated("[{\"a\":"),
        repeated("[{\"a\":[]},"), "{\"context\":{},\"benchmarks\":[" + rows + "{\"name\":\"a\",\"real_time\":1}]}",
        "{\"context\":{},\"benchmarks\":[{\"name\":\"a\",\"time_unit\":\"s\",\"real_time\":1" + repeated(",\"x\":1") +
            "}]}"})
    message_of([&] { read_any_report(text, "file.json"); });
}

}  // namespace
}  // namespace gpupeak
