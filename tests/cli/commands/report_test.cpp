#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include "formats/report_json.h"
#include "tests/support/command_line.h"
#include "tests/support/example_report.h"

namespace gpupeak::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST(Report, JsonOfASavedReportIsTheSameBytes) {
  CommandLine gpupeak;
  const std::string file = gpupeak.write("r.json", write_report(example_report()));
  const Ran ran = gpupeak.run({"report", file, "--format", "json"});
  EXPECT_EQ(ran.code, 0) << ran.err;
  EXPECT_EQ(ran.out, gpupeak.read("r.json"));
}

TEST(Report, ShowsWhatTheRunDid) {
  CommandLine gpupeak;
  const std::string screen = gpupeak.measure().out, whole = gpupeak.measure({"-vv"}).out;
  const auto before_next_steps = [](const std::string& text) { return text.substr(0, text.find("Saved ")); };
  EXPECT_EQ(gpupeak.run({"report", gpupeak.out, "--summary"}).out, before_next_steps(screen));
  EXPECT_EQ(gpupeak.run({"report", gpupeak.out}).out, before_next_steps(whole));
  EXPECT_EQ(gpupeak.run({"report", gpupeak.out + "/report.json"}).out, before_next_steps(whole));
}

TEST(Report, CsvGoesToStdout) {
  CommandLine gpupeak;
  gpupeak.measure();
  const Ran ran = gpupeak.run({"report", gpupeak.out, "--format", "csv"});
  EXPECT_THAT(ran.out, HasSubstr("alpha/n=64/rung=slow/cache=hot"));
}

TEST(Report, SeveralFormatsBecomeFilesBesideTheReport) {
  CommandLine gpupeak;
  gpupeak.measure();
  const Ran ran = gpupeak.run({"report", gpupeak.out, "--format", "csv,junit,github-action-benchmark"});
  EXPECT_EQ(ran.code, 0) << ran.err;
  EXPECT_EQ(ran.out, "");
  for (const char* file : {"report.csv", "report.junit.xml", "report.bigger.json", "report.smaller.json"}) {
    EXPECT_THAT(ran.err, HasSubstr(gpupeak.out + "/" + file));
    EXPECT_NE(gpupeak.read(std::string("report/") + file), "") << file;
  }
}

TEST(Report, OneFormatBecomesAFileWhereOutSaysSo) {
  CommandLine gpupeak;
  gpupeak.measure();
  const Ran ran = gpupeak.run({"report", gpupeak.out, "--format", "markdown", "--out", gpupeak.path("exports")});
  EXPECT_EQ(ran.code, 0) << ran.err;
  EXPECT_EQ(ran.out, "");
  EXPECT_EQ(gpupeak.read("exports/report.md"), gpupeak.run({"report", gpupeak.out, "--format", "markdown"}).out);
}

TEST(Report, TablesStayOnStdoutBesideFiles) {
  CommandLine gpupeak;
  gpupeak.measure();
  const std::string screen = gpupeak.run({"report", gpupeak.out}).out;
  EXPECT_EQ(gpupeak.run({"report", gpupeak.out, "--format", "console,csv"}).out, screen);
}

TEST(Report, TheReportThatIsReadIsNotOverwritten) {
  CommandLine gpupeak;
  gpupeak.measure();
  const std::string before = gpupeak.read("report/report.json");
  const Ran ran = gpupeak.run({"report", gpupeak.out, "--redact", "--format", "json,csv"});
  EXPECT_EQ(ran.code, 2);
  EXPECT_THAT(ran.err, HasSubstr("--out DIR"));
  EXPECT_EQ(gpupeak.read("report/report.json"), before);
  EXPECT_FALSE(std::filesystem::exists(gpupeak.path("report/report.csv")));
}

TEST(Report, NoOtherReportIsOverwrittenEither) {
  CommandLine gpupeak;
  gpupeak.measure();
  const std::string before = gpupeak.read("report/report.json");
  const std::string other = gpupeak.write("report/other.json", write_report(example_report()));
  for (const std::vector<std::string>& more : std::vector<std::vector<std::string>>{{}, {"--out", gpupeak.out}}) {
    std::vector<std::string> args{"report", other, "--format", "json,csv"};
    args.insert(args.end(), more.begin(), more.end());
    const Ran ran = gpupeak.run(args);
    EXPECT_EQ(ran.code, 2);
    EXPECT_THAT(ran.err, HasSubstr("is another report"));
    EXPECT_EQ(gpupeak.read("report/report.json"), before);
    EXPECT_FALSE(std::filesystem::exists(gpupeak.path("report/report.csv")));
  }
  for (int again = 0; again < 2; ++again)
    EXPECT_EQ(gpupeak.run({"report", other, "--format", "json,csv", "--out", gpupeak.path("exports")}).code, 0);
}

TEST(Report, ForGithubGoesWhereTheRunnerSays) {
  CommandLine gpupeak;
  gpupeak.measure();
  gpupeak.variables["GITHUB_STEP_SUMMARY"] = gpupeak.write("summary", "before\n");
  gpupeak.variables["GITHUB_OUTPUT"] = gpupeak.path("output");
  const Ran ran = gpupeak.run({"report", gpupeak.out, "--format", "github"});
  EXPECT_EQ(ran.code, 0) << ran.err;
  EXPECT_EQ(ran.out, "::notice title=gpupeak::4 of 4 cases measured\n");
  EXPECT_THAT(gpupeak.read("summary"), HasSubstr("before\n<!-- gpupeak-report -->\n### gpupeak: 4 of 4"));
  EXPECT_EQ(gpupeak.read("output"), "verdict=ok\ncases=4\nmeasured=4\nfaults=0\n");
}

TEST(Report, ForGithubGoesToStdoutWithoutARunner) {
  CommandLine gpupeak;
  gpupeak.measure();
  const Ran ran = gpupeak.run({"report", gpupeak.out, "--format", "github"});
  EXPECT_THAT(ran.out, HasSubstr("::notice"));
  EXPECT_THAT(ran.out, HasSubstr("### gpupeak"));
  EXPECT_THAT(ran.out, HasSubstr("verdict=ok"));
}

TEST(Report, ARunnersFileThatCannotBeWrittenIsAnError) {
  CommandLine gpupeak;
  gpupeak.measure();
  gpupeak.variables["GITHUB_OUTPUT"] = gpupeak.path("no/such/folder/output");
  const Ran ran = gpupeak.run({"report", gpupeak.out, "--format", "github"});
  EXPECT_EQ(ran.code, 2);
  EXPECT_THAT(ran.err, HasSubstr("no/such/folder/output"));
}

TEST(Report, APageIsReadLikeTheReportInIt) {
  CommandLine gpupeak;
  gpupeak.measure();
  const Ran page = gpupeak.run({"report", gpupeak.out, "--format", "html"});
  const std::string file = gpupeak.write("report.html", page.out);
  EXPECT_EQ(gpupeak.run({"report", file, "--format", "json"}).out, gpupeak.read("report/report.json"));
  EXPECT_EQ(gpupeak.run({"compare", file, gpupeak.out}).code, 0);
}

TEST(Report, PicturesAreFilesOfTheirOwn) {
  CommandLine gpupeak;
  const std::string file = gpupeak.write("r.json", write_report(example_report()));
  const Ran ran = gpupeak.run({"report", file, "--pictures", gpupeak.path("svg")});
  EXPECT_EQ(ran.code, 0) << ran.err;
  EXPECT_EQ(ran.out, "");
  EXPECT_THAT(ran.err, HasSubstr("svg/roofline.svg: Roofline"));
  EXPECT_THAT(gpupeak.read("svg/roofline.svg"), HasSubstr("<svg xmlns="));
  EXPECT_THAT(gpupeak.run({"report", file, "--pictures", gpupeak.path("svg"), "--format", "csv"}).out,
              HasSubstr("id,suite"));
}

TEST(Report, PicturesThatCannotBeWrittenAreAnError) {
  CommandLine gpupeak;
  const std::string file = gpupeak.write("r.json", write_report(example_report()));
  EXPECT_EQ(gpupeak.run({"report", file, "--pictures", file + "/x"}).code, 2);
}

TEST(Report, WhereNothingWasMeasuredThereIsNoPicture) {
  CommandLine gpupeak;
  Report report = example_report();
  report.measurements.clear();
  const Ran ran =
      gpupeak.run({"report", gpupeak.write("r.json", write_report(report)), "--pictures", gpupeak.path("svg")});
  EXPECT_EQ(ran.code, 4);
  EXPECT_THAT(ran.err, HasSubstr("no picture applies"));
}

TEST(Report, APageWithoutAReportIsRefusedWithTheReason) {
  CommandLine gpupeak;
  const Ran ran = gpupeak.run({"report", gpupeak.write("page.html", "<!DOCTYPE html><p>nothing here")});
  EXPECT_EQ(ran.code, 2);
  EXPECT_THAT(ran.err, HasSubstr("is a page without a report in it"));
}

TEST(Report, ReadsWhatOtherToolsMeasured) {
  CommandLine gpupeak;
  const std::string file = gpupeak.write(
      "hyperfine.json", R"({"results": [{"command": "true", "times": [0.1, 0.2, 0.3], "exit_codes": [0, 0, 0]}]})");
  const Ran ran = gpupeak.run({"report", file});
  EXPECT_EQ(ran.code, 0) << ran.err;
  EXPECT_THAT(ran.out, HasSubstr("200.0 ms"));
}

TEST(Report, RedactedNamesNeitherHostNorDeviceNorArguments) {
  CommandLine gpupeak;
  gpupeak.info.libraries = {{"openblas", "0.3.21", "/home/someone/libopenblas.so.0", ""}};
  gpupeak.measure();
  const Ran ran = gpupeak.run({"report", gpupeak.out, "--redact", "--format", "json"});
  EXPECT_EQ(ran.code, 0);
  for (const std::string& secret : {std::string("hostname\": \"hostname"), std::string("fake-0"),
                                    std::string("/home/someone"), gpupeak.folder.string()})
    EXPECT_THAT(ran.out, Not(HasSubstr(secret)));
  EXPECT_EQ(read_report(ran.out, "redacted").measurements.size(), 4u);
}

TEST(Report, AFolderOfRunsIsPooled) {
  CommandLine gpupeak;
  for (const char* name : {"runs/a", "runs/b"}) {
    gpupeak.out = gpupeak.path(name);
    gpupeak.measure();
  }
  const Ran ran = gpupeak.run({"report", gpupeak.path("runs"), "--format", "json"});
  EXPECT_EQ(ran.code, 0) << ran.err;
  EXPECT_EQ(read_report(ran.out, "pooled").run.processes, 2);
}

std::string hyperfine_of(const std::string& times) {
  return R"({"results": [{"command": "sort", "times": [)" + times + "]}]}";
}

TEST(Report, AFolderOfOtherToolsFilesIsPooledAsAreSeveralFiles) {
  CommandLine gpupeak;
  std::filesystem::create_directory(gpupeak.path("jobs"));
  const std::string first = gpupeak.write("jobs/job-1.json", hyperfine_of("1.0, 1.2"));
  const std::string second = gpupeak.write("jobs/job-2.json", hyperfine_of("1.1, 1.3"));
  const Ran folder = gpupeak.run({"report", gpupeak.path("jobs"), "--format", "json"});
  ASSERT_EQ(folder.code, 0) << folder.err;
  const Report pooled = read_report(folder.out, "pooled");
  EXPECT_EQ(pooled.run.processes, 2);
  ASSERT_EQ(pooled.measurements.size(), 1u);
  EXPECT_EQ(pooled.measurements[0].samples.size(), 4u);
  EXPECT_EQ(pooled.measurements[0].samples[3].process, 1);
  EXPECT_EQ(gpupeak.run({"report", first, second, "--format", "json"}).out, folder.out);
  EXPECT_EQ(gpupeak.run({"report", first, first}).code, 2) << "twice the same is no second process";
  EXPECT_EQ(gpupeak.run({"compare", gpupeak.path("jobs"), gpupeak.path("jobs")}).code, 0);
  const std::string baseline = gpupeak.path("baseline.json");
  const Ran saved = gpupeak.run({"baseline", "save", gpupeak.path("jobs"), "--baseline", baseline});
  EXPECT_EQ(saved.code, 0) << saved.err;
  EXPECT_THAT(saved.err, HasSubstr("names no machine"));
  gpupeak.write("jobs/notes.json", "{\"a\": 1}");
  const Ran refused = gpupeak.run({"report", gpupeak.path("jobs")});
  EXPECT_EQ(refused.code, 2);
  EXPECT_THAT(refused.err, HasSubstr("notes.json")) << "what cannot be pooled is named";
}

TEST(Report, OfNoCaseIsSaidAndNoSuccess) {
  CommandLine gpupeak;
  Report nothing;
  nothing.run.state = "complete";
  const std::string empty = gpupeak.write("empty.json", write_report(nothing));
  const Ran ran = gpupeak.run({"report", empty});
  EXPECT_EQ(ran.code, 4);
  EXPECT_THAT(ran.err, HasSubstr("empty.json: holds no case"));
}

TEST(Report, SaysWhichRowsOfAnotherToolCannotBeUsed) {
  CommandLine gpupeak;
  const std::string file = gpupeak.write(
      "h.json", R"({"results": [{"command": "a", "times": [0.0]}, {"command": "b", "times": [0.1, 0.1]}]})");
  const Ran ran = gpupeak.run({"report", file, "--format", "json"});
  EXPECT_EQ(ran.code, 3);
  EXPECT_THAT(ran.err, HasSubstr("h.json: hyperfine/name=a failed: times, 1 of 1, is 0"));
  EXPECT_THAT(ran.out, HasSubstr("hyperfine/name=b"));
  EXPECT_EQ(gpupeak.run({"report", gpupeak.write("again.json", ran.out)}).code, 3) << "it is known of the report too";
  EXPECT_EQ(gpupeak.run({"compare", file, file}).code, 3);
}

TEST(Report, RunsOfTwoDevicesAreNotPooled) {
  CommandLine gpupeak;
  for (const char* name : {"runs/a", "runs/b"}) {
    gpupeak.out = gpupeak.path(name);
    gpupeak.info.name = name;
    gpupeak.measure();
  }
  const Ran ran = gpupeak.run({"report", gpupeak.path("runs")});
  EXPECT_EQ(ran.code, 2);
  EXPECT_THAT(ran.err, HasSubstr("runs/a"));
  EXPECT_THAT(ran.err, HasSubstr("runs/b"));
}

TEST(Report, UnreadableInputExitsWithTwoAndNamesTheFile) {
  CommandLine gpupeak;
  const std::string good = write_report(example_report());
  // clang-format off
  const std::pair<const char*, std::string> bad[] = {
      {"empty.json",  ""},
      {"cut.json",    good.substr(0, good.size() / 2)},
      {"nested.json", std::string(200000, '[') + std::string(200000, ']')},
      {"huge.json",   "{\"schema\": 1e999}"},
      {"types.json",  "{\"schema\": \"one\"}"},
      {"utf8.json",   "{\"schema\xff\": 1}"},
      {"list.json",   "[]"},
      {"not.json",    "hello"},
      {"binary.json", std::string("\0\1\2", 3)},
  };
  // clang-format on
  for (const auto& [name, text] : bad) {
    const Ran ran = gpupeak.run({"report", gpupeak.write(name, text)});
    EXPECT_EQ(ran.code, 2) << name;
    EXPECT_EQ(ran.out, "") << name;
    EXPECT_THAT(ran.err, HasSubstr(name));
  }
}

TEST(Report, AMissingFileOrAnEmptyFolderSaysWhatHelps) {
  CommandLine gpupeak;
  const Ran missing = gpupeak.run({"report", gpupeak.path("none.json")});
  EXPECT_EQ(missing.code, 2);
  EXPECT_THAT(missing.err, HasSubstr("No such file"));
  const Ran empty = gpupeak.run({"report", gpupeak.path("tmp")});
  EXPECT_EQ(empty.code, 2);
  EXPECT_THAT(empty.err, HasSubstr("gpupeak run --out"));
}

// What the process reads on stdin while this lives.
class Stdin {
 public:
  explicit Stdin(const std::string& file) : before_(dup(0)) {
    const int opened = open(file.c_str(), O_RDONLY | O_CLOEXEC);
    dup2(opened, 0);
    close(opened);
  }
  Stdin(const Stdin&) = delete;
  Stdin& operator=(const Stdin&) = delete;
  ~Stdin() {
    dup2(before_, 0);
    close(before_);
  }

 private:
  int before_;
};

TEST(Report, OfADashIsReadFromStdin) {
  CommandLine gpupeak;
  const std::string file = gpupeak.write("r.json", write_report(example_report()));
  {
    const Stdin input(file);
    const Ran ran = gpupeak.run({"report", "-", "--format", "json"});
    EXPECT_EQ(ran.code, 0) << ran.err;
    EXPECT_EQ(ran.out, gpupeak.read("r.json"));
  }
  if (!std::filesystem::exists("/dev/zero")) return;
  const Stdin endless("/dev/zero");
  EXPECT_THAT(gpupeak.run({"report", "-"}).err, HasSubstr("/dev/stdin: is larger than 256 MiB"));
}

TEST(Report, AFormatNamedTwiceIsWrittenOnce) {
  CommandLine gpupeak;
  const std::string file = gpupeak.write("r.json", write_report(example_report()));
  const Ran once = gpupeak.run({"report", file, "--format", "junit"});
  EXPECT_EQ(gpupeak.run({"report", file, "--format", "junit,junit"}).out, once.out);
  const Ran both = gpupeak.run({"report", file, "--format", "junit,csv,junit", "--out", gpupeak.path("o")});
  EXPECT_EQ(both.err.find("report.junit.xml"), both.err.rfind("report.junit.xml"));
}

TEST(Report, OfAFileWithoutAnEndIsRefused) {
  if (!std::filesystem::exists("/dev/zero")) GTEST_SKIP() << "this system has no /dev/zero";
  CommandLine gpupeak;
  const Ran ran = gpupeak.run({"report", "/dev/zero"});
  EXPECT_EQ(ran.code, 2);
  EXPECT_THAT(ran.err, HasSubstr("/dev/zero: is larger than 256 MiB"));
}

}  // namespace
}  // namespace gpupeak::testing
