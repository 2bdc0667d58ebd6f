#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "formats/report_json.h"
#include "tests/support/command_line.h"

namespace gpupeak::testing {
namespace {

using ::testing::HasSubstr;

TEST(Compare, ShowsEveryCaseOfTwoReports) {
  CommandLine gpupeak;
  gpupeak.measure();
  const std::string a = gpupeak.out;
  gpupeak.out = gpupeak.path("second");
  gpupeak.measure({"--exclude", "*n=128/rung=fast*"});
  const Ran ran = gpupeak.run({"compare", a, gpupeak.out});
  EXPECT_EQ(ran.code, 0) << ran.err;
  EXPECT_THAT(ran.out, HasSubstr("n=64"));
  EXPECT_THAT(ran.out, HasSubstr("only in " + a)) << "what one side lacks is said";
}

TEST(Compare, HoldsEachReportAgainstTheFirst) {
  CommandLine gpupeak;
  std::vector<std::string> reports;
  for (const double launch_s : {2e-3, 1e-3, 4e-3}) {
    gpupeak.launch_s = [=](int) { return launch_s; };
    gpupeak.out = gpupeak.path("report-" + std::to_string(reports.size()));
    gpupeak.measure();
    reports.push_back(gpupeak.out);
  }
  const Ran ran = gpupeak.run({"compare", reports[0], reports[1], reports[2], "--price", "1,1,0.25"});
  EXPECT_EQ(ran.code, 0) << ran.err;
  EXPECT_THAT(ran.out, HasSubstr("0.500"));
  EXPECT_THAT(ran.out, HasSubstr("2.000"));
  EXPECT_THAT(ran.out, HasSubstr("Side by side, 4 cases"));
  EXPECT_THAT(ran.out, HasSubstr("speed per price"));
  EXPECT_THAT(ran.out, HasSubstr("C/A")) << "each has a letter";
  EXPECT_EQ(gpupeak.run({"compare", reports[0], reports[1], "--price", "1"}).code, 2);
  EXPECT_EQ(gpupeak.run({"compare", reports[0], reports[1], "--price", "1,-2"}).code, 2);
  EXPECT_EQ(gpupeak.run({"compare", reports[0]}).code, 2);
}

TEST(Compare, HoldsACardAgainstOthersOfItsModel) {
  CommandLine gpupeak;
  const std::string reference = gpupeak.path("reference.json");
  for (const double launch_s : {1e-3, 0.8e-3, 1.25e-3}) {
    gpupeak.launch_s = [=](int) { return launch_s; };
    gpupeak.measure();
    gpupeak.run({"baseline", "add", gpupeak.out, "--baseline", reference});
  }
  const Ran ran = gpupeak.run({"compare", gpupeak.out, "--reference", reference});
  EXPECT_EQ(ran.code, 0) << ran.err;
  EXPECT_THAT(ran.out, HasSubstr("Your device reads 80.0 % of the reference, this model usually 80.0 % to 125.0 %"));
  const std::string text = gpupeak.read("report/report.json"), random = "\"data\": \"random\"";
  std::string changed = text;
  const std::string zeros =
      gpupeak.write("zeros.json", changed.replace(text.find(random), random.size(), "\"data\": \"zeros\""));
  const Ran refused = gpupeak.run({"compare", zeros, "--reference", reference});
  EXPECT_EQ(refused.code, 2);
  EXPECT_THAT(refused.err, HasSubstr("differ in data of operands (zeros / random)"));
  EXPECT_EQ(gpupeak.run({"compare", zeros, "--reference", reference, "--force"}).code, 0);
  const Ran unknown = gpupeak.run({"compare", gpupeak.out, "--reference", "card"});
  EXPECT_EQ(unknown.code, 2);
  EXPECT_THAT(unknown.err, HasSubstr("no reference of"));
}

TEST(Compare, IsAlsoAPage) {
  CommandLine gpupeak;
  gpupeak.measure();
  const Ran page = gpupeak.run({"compare", gpupeak.out, gpupeak.out, "--format", "html"});
  EXPECT_EQ(page.code, 0) << page.err;
  EXPECT_THAT(page.out, ::testing::StartsWith("<!DOCTYPE html>"));
  const Ran three = gpupeak.run({"compare", gpupeak.out, gpupeak.out, gpupeak.out, "--format", "html"});
  EXPECT_EQ(three.code, 0) << three.err;
  EXPECT_THAT(three.out, HasSubstr("C beside A"));
  std::vector<std::string> many{"compare", "--format", "html"};
  many.insert(many.end(), 13, gpupeak.out);
  const Ran refused = gpupeak.run(many);
  EXPECT_EQ(refused.code, 2);
  EXPECT_THAT(refused.err, HasSubstr("at most 12 reports; 13 are named"));
  EXPECT_EQ(gpupeak.run({"compare", gpupeak.out, gpupeak.out, "--format", "pdf"}).code, 2);
}

TEST(Compare, RefusesUnlikeConditionsUnlessForced) {
  CommandLine gpupeak;
  gpupeak.measure();
  std::string text = gpupeak.read("report/report.json");
  const std::string random = "\"data\": \"random\"";
  ASSERT_NE(text.find(random), std::string::npos);
  const std::string zeros =
      gpupeak.write("zeros.json", text.replace(text.find(random), random.size(), "\"data\": \"zeros\""));
  const Ran refused = gpupeak.run({"compare", gpupeak.out, zeros});
  EXPECT_EQ(refused.code, 2);
  EXPECT_THAT(refused.err, HasSubstr("random / zeros"));
  const Ran forced = gpupeak.run({"compare", gpupeak.out, zeros, "--force"});
  EXPECT_EQ(forced.code, 0) << forced.err;
}

TEST(Compare, OfNothingInCommonIsNoComparison) {
  CommandLine gpupeak;
  gpupeak.measure();
  const std::string a = gpupeak.out;
  gpupeak.out = gpupeak.path("zeros");
  gpupeak.measure({"--data", "zeros"});  // all wrong: the script of the suite asks for random operands
  const Ran ran = gpupeak.run({"compare", a, gpupeak.out, "--force"});
  EXPECT_EQ(ran.code, 2);
  EXPECT_THAT(ran.err, HasSubstr("no measured case in common"));
}

std::string llama_bench(const std::string& backends, int prompt, double ns) {
  return R"([{"model_type": "7B", "backends": ")" + backends + R"(", "n_prompt": )" + std::to_string(prompt) +
         R"(, "avg_ns": )" + std::to_string(ns) + "}]";
}

TEST(Compare, LeavesOutTheOneAxisInWhichReportsDiffer) {
  CommandLine gpupeak;
  const std::string rocm = gpupeak.write("rocm.json", llama_bench("ROCm", 512, 1e9));
  const std::string vulkan = gpupeak.write("vulkan.json", llama_bench("Vulkan", 512, 2e9));
  const Ran alone = gpupeak.run({"compare", rocm, vulkan});
  EXPECT_EQ(alone.code, 0) << alone.err;
  EXPECT_THAT(alone.out, HasSubstr("axis backends, which is ignored as no case is in common otherwise: ROCm / Vulkan"));
  EXPECT_THAT(alone.out, HasSubstr("2.000"));
  EXPECT_THAT(alone.out, HasSubstr("no interval where a side has one time"));
  EXPECT_EQ(gpupeak.run({"compare", rocm, vulkan, "--ignore-axis", "backends"}).code, 0);
  EXPECT_EQ(gpupeak.run({"compare", rocm, vulkan, "--ignore-axis", "backend"}).code, 2) << "nobody has it";
  const Ran two = gpupeak.run({"compare", rocm, gpupeak.write("other.json", llama_bench("Vulkan", 64, 2e9))});
  EXPECT_EQ(two.code, 2);
  EXPECT_THAT(two.err, HasSubstr("without what differs they have: --ignore-axis backends --ignore-axis n_prompt"));
}

TEST(Compare, SaysThatWorkDiffersAndNotThatNothingIsInCommon) {
  CommandLine gpupeak;
  const auto nvbench = [](const std::string& rate) {
    return R"({"meta": {}, "devices": [], "benchmarks": [{"name": "copy", "states": [{"summaries": [
      {"tag": "nv/cold/time/gpu/mean", "data": [{"name": "value", "value": "0.001"}]},
      {"tag": "nv/cold/bw/global/bytes_per_second", "data": [{"name": "value", "value": ")" +
           rate + R"("}]}]}]}]})";
  };
  const std::string a = gpupeak.write("a.json", nvbench("1e9")), b = gpupeak.write("b.json", nvbench("2e9"));
  const Ran ran = gpupeak.run({"compare", a, b});
  EXPECT_EQ(ran.code, 2);
  EXPECT_THAT(ran.err, HasSubstr("did different work in every case that both measured"));
  EXPECT_THAT(ran.err, HasSubstr("(1000000 byte of dram / 2000000 byte)"));
  EXPECT_EQ(gpupeak.run({"compare", a, gpupeak.write("c.json", nvbench("1000000001"))}).code, 0) << "rounded";
}

TEST(Compare, OfAFileWithoutCasesSaysSo) {
  CommandLine gpupeak;
  Report nothing;
  nothing.run.state = "complete";
  const std::string empty = gpupeak.write("empty.json", write_report(nothing));
  const Ran ran = gpupeak.run({"compare", empty, empty});
  EXPECT_EQ(ran.code, 2);
  EXPECT_THAT(ran.err, HasSubstr("empty.json: holds no case"));
  const std::string other = gpupeak.write("other.json", "{\"results\": []}");
  const Ran of_other = gpupeak.run({"compare", other, other});
  EXPECT_EQ(of_other.code, 2);
  EXPECT_THAT(of_other.err, HasSubstr("holds no result of hyperfine"));
}

TEST(Compare, NeedsNoDevice) {
  CommandLine gpupeak;
  gpupeak.measure();
  gpupeak.absent = "none";
  EXPECT_EQ(gpupeak.run({"compare", gpupeak.out, gpupeak.out}).code, 0);
}

TEST(Compare, AnUnreadableSideExitsWithTwoAndIsNamed) {
  CommandLine gpupeak;
  gpupeak.measure();
  const Ran ran = gpupeak.run({"compare", gpupeak.out, gpupeak.write("b.json", "{")});
  EXPECT_EQ(ran.code, 2);
  EXPECT_THAT(ran.err, HasSubstr("b.json"));
}

}  // namespace
}  // namespace gpupeak::testing
