#include "kernels/shared/shared.h"

#include <gtest/gtest.h>

#include "method/suite.h"
#include "tests/suites/support.h"

namespace gpupeak {

extern const Suite shared_suite;

namespace {

using testing::contains;
using testing::FakeDevice;
using testing::skip_of;
using testing::trial_of;
using testing::wide_device;

constinit const shared::Rung words{
    .name = "words",
    .idea = "",
    .threads = 64,
    .refuses = [](const DeviceInfo&, const shared::Problem&) -> std::optional<std::string> { return {}; },
    .bind = [](Device&, const shared::Problem&, const shared::Operands&) -> Launch { return {}; }};
constexpr kernels::Ladder shared_alone[] = {kernels::ladder<&words>};
constexpr kernels::Ladders with_one(shared_alone);

Target with_words(Device& device) { return {{device, with_one}, Cache::hot, DataKind::random, 1, mib(512)}; }

Case shared_case(const std::string& ways) {
  return Case("shared", {{"ways", ways}, {"cores", "all"}, {"rung", "words"}});
}

TEST(Shared, IsNoCaseWhereNoRungIs) {
  for (const Axis& axis : shared_suite.axes(wide_device(), kernels::host_kernels()))
    if (axis.name == "rung") {
      EXPECT_TRUE(axis.values.empty());
    }
}

TEST(Shared, ConflictsCostEfficiencyAndNotBytes) {
  FakeDevice device(wide_device());
  const Work alone = trial_of(shared_suite, with_words(device), shared_case("1")).work;
  const Work all_in_one = trial_of(shared_suite, with_words(device), shared_case("32")).work;
  EXPECT_EQ(alone.amounts.at(Resource::shared), 2.0 * 64 * 256 * 4 * 128);
  EXPECT_EQ(all_in_one.amounts.at(Resource::shared), 2.0 * 64 * 256 * 4 * 4) << "a 32nd of the passes";
}

TEST(Shared, ADegreeThatNoLoadHasIsSkippedWithThoseThatAre) {
  FakeDevice device(wide_device());
  EXPECT_TRUE(contains(skip_of(shared_suite, with_words(device), shared_case("3")), "--set shared.ways=1,2,4,8,16,32"));
}

}  // namespace
}  // namespace gpupeak
