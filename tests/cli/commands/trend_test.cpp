#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/command_line.h"

namespace gpupeak::testing {
namespace {

using ::testing::HasSubstr;

TEST(Trend, OfNoJobIsAnErrorAsTheNoiseOfNoneIs) {
  CommandLine gpupeak;
  const std::string file = gpupeak.write("empty.json", R"({"schema": 1, "classes": []})");
  for (const char* command : {"trend", "noise"}) {
    const Ran ran = gpupeak.run({command, "--baseline", file});
    EXPECT_EQ(ran.code, 2) << command;
    EXPECT_THAT(ran.err, HasSubstr("empty.json: has no job; ")) << command;
  }
}

}  // namespace
}  // namespace gpupeak::testing
