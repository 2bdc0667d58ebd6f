#include <gtest/gtest.h>

#include "method/suite.h"
#include "tests/suites/support.h"

namespace gpupeak {

extern const Suite atomics_suite;

namespace {

using testing::contains;
using testing::FakeDevice;
using testing::skip_of;
using testing::target;
using testing::trial_of;
using testing::wide_device;

Case atomics_case(const std::string& sharing, const std::string& number, const std::string& cores = "all") {
  return Case("atomics", {{"sharing", sharing}, {"number", number}, {"cores", cores}, {"rung", "memory"}});
}

TEST(Atomics, CountsTheUpdatesOfEveryCore) {
  FakeDevice device(wide_device());
  const Trial all = trial_of(atomics_suite, target(device), atomics_case("one", "i32"));
  const Trial one = trial_of(atomics_suite, target(device), atomics_case("one", "i32", "one"));
  EXPECT_EQ(all.work.operations, 2 * one.work.operations);
  EXPECT_TRUE(all.work.amounts.empty()) << "no rate is known: no ceiling";
}

TEST(Atomics, AWindowKeepsF32Exact) {
  FakeDevice device(wide_device());
  const Trial trial = trial_of(atomics_suite, target(device), atomics_case("one", "f32"));
  EXPECT_EQ(trial.most_launches, (1 << 24) / (2 * 32768));
}

TEST(Atomics, AppliesWhereARungHasSuchThreads) {
  EXPECT_TRUE(atomics_suite.applies(atomics_case("random", "f64"), kernels::host_kernels()));
  EXPECT_FALSE(atomics_suite.applies(atomics_case("warp", "i32"), kernels::host_kernels()));
}

TEST(Atomics, MoreCoresThanThereAreIsSkippedWithARemedy) {
  FakeDevice device(wide_device());
  EXPECT_TRUE(
      contains(skip_of(atomics_suite, target(device), atomics_case("one", "i32", "3")), "--set atomics.cores="));
}

}  // namespace
}  // namespace gpupeak
