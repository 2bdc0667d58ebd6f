#include "reporters/report/case_groups.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "tests/support/example_report.h"

namespace gpupeak {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

TEST(Tables, HaveOneMetricInAColumn) {
  Report report;
  const auto add = [&](const char* id, Outcome outcome, const Work& work) {
    Measurement& m = report.measurements.emplace_back();
    m.id = Case::of_id(id).value();
    m.outcome = outcome;
    m.work = work;
    m.stats.emplace().median = 1;
  };
  Work steps, bytes;
  steps.steps = 8;
  bytes.add(Resource::dram, Bytes(1e9));
  add("memory/op=chase/size=l1", Outcome::skipped, {});
  add("memory/op=read/size=l1", Outcome::measured, bytes);
  add("memory/op=chase/size=l2", Outcome::measured, steps);
  add("memory/op=read/size=l2", Outcome::skipped, {});
  std::vector<std::vector<std::string>> ids;
  for (const Cases& cases : tables_of(report)) {
    ids.emplace_back();
    for (const Measurement* m : cases) ids.back().push_back(m->id.id());
  }
  EXPECT_THAT(ids, ElementsAre(ElementsAre("memory/op=chase/size=l1", "memory/op=chase/size=l2"),
                               ElementsAre("memory/op=read/size=l1", "memory/op=read/size=l2")));
}

TEST(Words, AreExplainedWhereTheirSuiteAndAxisAreMet) {
  Report report;
  for (const char* id : {"throughput/pattern=three_sources/cores=one", "throughput/pattern=three_sources/cores=all",
                         "matmul/pattern=three_sources", "roofline/fmas=4"}) {
    report.measurements.emplace_back().id = Case::of_id(id).value();
  }
  std::vector<std::string> words;
  for (const Cases& cases : tables_of(report))
    for (const auto& [word, meaning] : explained_words(cases)) words.emplace_back(word);
  EXPECT_THAT(words, ElementsAre("three_sources", "fmas"));
}

TEST(Labels, NameTheAxisOfANumberAndJoinAxesOfOneNumber) {
  EXPECT_EQ(labelled({{"dtype", "f32"}, {"m", "64"}, {"n", "64"}, {"k", "128"}, {"size", "4KiB"}}),
            "f32 m=n=64 k=128 4KiB");
  EXPECT_EQ(labelled({}), "");
}

TEST(Labels, OfCasesLeaveOutWhatAllShare) {
  const Report report = testing::example_report();
  Cases cases;
  for (const Measurement& m : report.measurements)
    if (m.id.suite() == "matmul" && m.id.text("n") == "256") cases.push_back(&m);
  EXPECT_THAT(short_labels(cases, cases), ElementsAre("three-loops", "blocked", "openblas", "onednn"));
  EXPECT_THAT(short_labels({cases.front()}, {cases.front()}),
              ElementsAre("matmul/dtype=f32/m=256/n=256/k=256/rung=three-loops/cache=hot"));
}

TEST(Labels, OfIdsLeaveOutWhatTheirSuiteShares) {
  const std::vector<std::string> ids{"a/n=1/rung=x/cache=hot", "a/n=1/rung=y/cache=hot", "b/n=1", "odd", ""};
  EXPECT_THAT(short_ids(ids, ids), ElementsAre("a x", "a y", "b n=1", "odd", ""));
}

TEST(Labels, KeepWhatTellsACaseFromThoseThatAreNotShown) {
  const Report report = testing::example_report();
  Cases all, some;
  for (const Measurement& m : report.measurements)
    if (m.id.suite() == "matmul") {
      all.push_back(&m);
      if (m.id.text("rung") == "openblas") some.push_back(&m);
    }
  for (const std::string& label : short_labels(some, all)) EXPECT_THAT(label, HasSubstr("openblas"));
  EXPECT_THAT(short_ids({"a/n=1/rung=x"}, {"a/n=1/rung=x", "a/n=1/rung=y"}), ElementsAre("a x"));
}

TEST(BriefNames, HaveWhatDoesNotFollowFromWhatStandsBefore) {
  std::vector<Case> cases;
  for (const char* id : {"matmul/dtype=f32/m=2048/n=2048/k=2048/layout=nn/rung=naive/cache=hot",
                         "matmul/dtype=f32/m=2048/n=2048/k=2048/layout=nn/rung=onednn/cache=hot",
                         "matmul/dtype=f32/m=127/n=129/k=1023/layout=nn/rung=onednn/cache=hot",
                         "matmul/dtype=bf16/m=2048/n=2048/k=2048/layout=nn/rung=amx/cache=hot",
                         "memory/op=read/size=dram/cores=all/rung=plain/cache=hot",
                         "memory/op=write/size=dram/cores=all/rung=plain/cache=hot",
                         "memory/op=write/size=dram/cores=all/rung=streaming/cache=hot",
                         "launch/op=round_trip/rung=pool", "odd/n=64", "odd/n=65"})
    cases.push_back(Case::of_id(id).value());
  EXPECT_THAT(
      brief_names(cases),
      ElementsAre("matmul f32 2048 naive", "matmul f32 2048 onednn", "matmul f32 127x129x1023", "matmul bf16",
                  "memory read", "memory write plain", "memory write streaming", "launch", "odd n=64", "odd n=65"));
}

TEST(BriefNames, TellEachCaseFromAllOthers) {
  const std::vector<Case> alike{Case("a", {{"x", "1b"}}), Case("a", {{"x", "1b"}, {"y", "2"}}),
                                Case("a", {{"x", "p q"}}), Case("a", {{"x", "p"}, {"y", "q"}}), Case("a")};
  const std::vector<std::string> names = brief_names(alike);
  EXPECT_EQ(std::set<std::string>(names.begin(), names.end()).size(), alike.size());
  EXPECT_EQ(brief_names({Case("matmul", {{"dtype", "f32"}, {"n", "64"}})}).front(), "matmul f32");
}

TEST(Thinned, KeepsBothEndsAndTheOrder) {
  const std::vector<int> all{0, 1, 2, 3, 4, 5, 6, 7, 8, 9};
  EXPECT_THAT(thinned(all, 4), ElementsAre(0, 3, 6, 9));
  EXPECT_EQ(thinned(all, 10), all);
  EXPECT_EQ(thinned(all, 1), all);
}

TEST(Suites, AreThoseOfADeviceInTheOrderOfTheReport) {
  Report report = testing::example_report();
  report.devices.push_back(report.devices.front());
  report.measurements.back().device = 1;
  std::vector<std::string> headings;
  for (const SuiteCases& suite : suites_of(report)) headings.push_back(heading(report, suite));
  EXPECT_THAT(headings,
              ElementsAre("throughput on device 0", "memory on device 0", "matmul on device 0", "matmul on device 1"));
}

}  // namespace
}  // namespace gpupeak
