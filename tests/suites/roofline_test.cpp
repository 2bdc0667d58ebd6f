#include <gtest/gtest.h>

#include "method/suite.h"
#include "tests/suites/support.h"

namespace gpupeak {

extern const Suite roofline_suite;

namespace {

using testing::contains;
using testing::FakeDevice;
using testing::skip_of;
using testing::target;
using testing::trial_of;
using testing::wide_device;

Case roofline_case(const std::string& fmas, const std::string& level = "l2", const std::string& cores = "all") {
  return Case("roofline", {{"dtype", "f32"}, {"level", level}, {"fmas", fmas}, {"cores", cores}, {"rung", "vector"}});
}

TEST(Roofline, MovesTheSameBytesForAnyNumberOfSteps) {
  FakeDevice device(wide_device());
  const Work few = trial_of(roofline_suite, target(device), roofline_case("2")).work;
  const Work many = trial_of(roofline_suite, target(device), roofline_case("64")).work;
  EXPECT_EQ(many.amounts.at(Resource::fp32), 32 * few.amounts.at(Resource::fp32));
  EXPECT_EQ(total_bytes(many), total_bytes(few));
}

TEST(Roofline, SkipsStepsThatCouldHideOneAnother) {
  FakeDevice device(wide_device());
  for (const char* fmas : {"0", "100000"})
    EXPECT_TRUE(contains(skip_of(roofline_suite, target(device), roofline_case(fmas)), "fmas must be 1 to"));
}

TEST(Roofline, ALaunchThatDidNothingIsSeen) {
  FakeDevice device(wide_device());
  const Trial trial = trial_of(roofline_suite, target(device), roofline_case("4"));
  trial.reset(0);
  EXPECT_FALSE(trial.check().ok);
}

}  // namespace
}  // namespace gpupeak
