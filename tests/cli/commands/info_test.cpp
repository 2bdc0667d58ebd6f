#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/command_line.h"

namespace gpupeak::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST(Info, TellsTheDeviceItsPeaksAndWhereTheyComeFrom) {
  CommandLine gpupeak;
  gpupeak.info.libraries = {{"openblas", "0.3.21", "/lib/libopenblas.so.0", "", "Haswell", "fma"},
                            {"onednn", "", "", "apt install dnnl2"},
                            {"other", "", "/lib/libother.so", ""}};
  gpupeak.info.notes = {said("a virtual machine")};
  const Ran ran = gpupeak.run({"info"});
  EXPECT_EQ(ran.code, 0);
  for (const char* text :
       {"Scripted Device 3000", "2 x 32 KiB, each for 1 core", "1 x 8 MiB, each for 2 cores", "1.00 GHz (scripted)",
        "64.0 GFLOP/s", "calibrated", "unknown", "--peak dram=51.2GB/s", "/lib/libopenblas.so.0", "0.3.21 (Haswell)",
        "/lib/libother.so (not opened", "absent", "apt install dnnl2", "a virtual machine"})
    EXPECT_THAT(ran.out, HasSubstr(text));
  EXPECT_EQ(gpupeak.probed, 1);
}

TEST(Info, ExplainsTheSourcesThatOccurAndNoOthers) {
  CommandLine gpupeak;
  const std::string text = gpupeak.run({"info"}).out;
  EXPECT_THAT(text, HasSubstr("calibrated: computed from issue rates and core clocks probed"));
  EXPECT_THAT(text, HasSubstr("unknown: left out of ceilings"));
  EXPECT_THAT(text, Not(HasSubstr("given by you")));
  EXPECT_THAT(gpupeak.run({"info", "--peak", "dram=51.2GB/s"}).out, HasSubstr("configured: given by you"));
}

TEST(Info, ShowsAUsersPeakAsConfigured) {
  CommandLine gpupeak;
  const Ran ran = gpupeak.run({"info", "--peak", "dram=51.2GB/s"});
  EXPECT_THAT(ran.out, HasSubstr("51.2 GB/s"));
  EXPECT_THAT(ran.out, HasSubstr("configured"));
  EXPECT_THAT(ran.out, Not(HasSubstr("a script has no memory modules")));
}

TEST(Info, SaysThatAClockIsUnknownAndWhy) {
  CommandLine gpupeak;
  gpupeak.info.rated_clock.reset();
  gpupeak.info.clock_source = "the counter is hidden";
  EXPECT_THAT(gpupeak.run({"info"}).out, HasSubstr("unknown (the counter is hidden)"));
}

TEST(Info, ExitsWithFourWithoutADevice) {
  CommandLine gpupeak;
  gpupeak.absent = "none";
  EXPECT_EQ(gpupeak.run({"info"}).code, 4);
}

}  // namespace
}  // namespace gpupeak::testing
