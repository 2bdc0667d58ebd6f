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
