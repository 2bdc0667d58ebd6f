#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/command_line.h"

namespace gpupeak::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST(Doctor, TellsWhatIsAbsentAndEveryDiagnosisWithItsRemedy) {
  CommandLine gpupeak;
  gpupeak.diagnoses = {{Diagnosis::Severity::warn, "the clock moves", "the governor is 'powersave'",
                        "cpupower frequency-set -g performance"}};
  const Ran ran = gpupeak.run({"doctor"});
  EXPECT_EQ(ran.code, 0);
  for (const char* text : {"built without ghosts", "Scripted Device 3000", "warn", "the clock moves",
                           "the governor is 'powersave'", "cpupower frequency-set -g performance"})
    EXPECT_THAT(ran.out, HasSubstr(text));
}

TEST(Doctor, ExitsWithFourWithoutADevice) {
  CommandLine gpupeak;
  gpupeak.absent = "no machine";
  const Ran ran = gpupeak.run({"doctor"});
  EXPECT_EQ(ran.code, 4);
  EXPECT_THAT(ran.out, HasSubstr("not usable: no machine"));
}

TEST(Doctor, NothingForeignReachesTheTerminal) {
  CommandLine gpupeak;
  gpupeak.diagnoses = {{Diagnosis::Severity::note, "\033[2J", "\033[2J", "\033[2J"}};
  EXPECT_THAT(gpupeak.run({"doctor"}).out, Not(HasSubstr("\033")));
}

}  // namespace
}  // namespace gpupeak::testing
