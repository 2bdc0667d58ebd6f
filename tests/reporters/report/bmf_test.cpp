#include <gtest/gtest.h>

#include "tests/support/example_report.h"
#include "tests/support/golden.h"
#include "tests/support/hostile_report.h"
#include "tests/support/written.h"

namespace gpupeak {
namespace {

using testing::example_report;
using testing::parsed;
using testing::written;

TEST(Bmf, LooksAsItDidWhenAPersonLookedAtIt) {
  EXPECT_TRUE(testing::is_golden("report.bmf.json", written("bmf", example_report())));
}

TEST(Bmf, ValuesLieWithinTheirIntervals) {
  const Json json = parsed(written("bmf", example_report()));
  for (const auto& [name, measures] : json.items())
    for (const auto& [measure, figures] : measures.items()) {
      EXPECT_EQ(measure.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-"), std::string::npos) << "a slug";
      if (!figures.contains("lower_value")) continue;
      EXPECT_LE(figures.at("lower_value"), figures.at("value")) << name << ' ' << measure;
      EXPECT_LE(figures.at("value"), figures.at("upper_value")) << name << ' ' << measure;
    }
}

TEST(Bmf, HasEachNameOnceAndNoneThatIsTooLong) {
  Report report = testing::hostile_report();
  report.measurements.push_back(report.measurements[0]);
  const Json json = parsed(written("bmf", report));  // refuses a key that appears twice
  EXPECT_FALSE(json.empty());
  for (const auto& [name, measures] : json.items()) {
    EXPECT_LE(name.size(), 1024u);
    EXPECT_FALSE(name.empty());
  }
}

TEST(Bmf, KeepsCasesApartWhoseNamesAgreeAsFarAsBencherReads) {
  Report report = example_report();
  report.measurements.resize(1);
  for (const std::string end : {"a", "b", "c"}) {
    report.measurements.push_back(report.measurements[0]);
    report.measurements.back().id = Case("memory", {{"model", std::string(1020, 'x') + end}});
  }
  for (int i = 0; i < 2; ++i) report.measurements.push_back(report.measurements[0]);  // no reader lets these pass
  const Json json = parsed(written("bmf", report));
  EXPECT_EQ(json.size(), report.measurements.size());
  for (const auto& [name, measures] : json.items()) EXPECT_LE(name.size(), 1024u);
  report.measurements.erase(report.measurements.begin() + 1);
  const Json without_one = parsed(written("bmf", report));
  for (const auto& [name, measures] : without_one.items())
    EXPECT_TRUE(json.contains(name)) << name << " depends on what else is in the report";
}

TEST(Bmf, HasNoFigureOfAWrongResult) {
  Report report = example_report();
  report.measurements.resize(1);
  report.measurements[0].outcome = Outcome::wrong;
  EXPECT_TRUE(parsed(written("bmf", report)).empty());
}

}  // namespace
}  // namespace gpupeak
