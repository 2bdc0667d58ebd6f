// The real loader and the real calls, against the double of NVML.
#include "device/nvml/nvml.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include "tests/device/nvml/scenario.h"

namespace gpupeak::nvml {
namespace {

using ::testing::HasSubstr;
using testing::Scenario;

TEST(Nvml, TurnsItsNumbersIntoQuantities) {
  const Scenario s("healthy");
  ASSERT_EQ(s.library->state(), NvmlStatus::ok) << s.library->library().note;
  EXPECT_EQ(s.library->library().version, "580.00");
  EXPECT_EQ(s.library->name(s.device).value, "Scripted GPU");
  EXPECT_EQ(s.library->clock(s.device, NvmlClock::sm).value, Hertz(1980e6));
  EXPECT_EQ(s.library->clock(s.device, NvmlClock::memory).value, Hertz(3201e6));
  EXPECT_EQ(s.library->power(s.device).value, Watts(350));
  EXPECT_EQ(s.library->power_limit(s.device).value, Watts(700));
  EXPECT_EQ(s.library->link(s.device).value, (PcieLink{5, 16}));
  EXPECT_EQ(s.library->compute_processes(s.device).value, std::vector<unsigned>{static_cast<unsigned>(getpid())});
}

TEST(Nvml, KnowsADeviceByItsUuidAlone) {
  const Scenario s("healthy");
  EXPECT_EQ(s.library->device(std::string("GPU-0")).value, s.library->device(0u).value);
  EXPECT_EQ(s.library->device(std::string("GPU-another")).status, NvmlStatus::not_found);
}

TEST(Nvml, OfAnOldDriverLosesOnlyTheFactsItLacks) {
  const Scenario s("healthy", GPUPEAK_NVML_DOUBLE_OLD);
  ASSERT_EQ(s.library->state(), NvmlStatus::ok);
  EXPECT_EQ(s.library->energy(s.device).status, NvmlStatus::function_not_found);
  EXPECT_EQ(s.library->remapped_rows(s.device).status, NvmlStatus::function_not_found);
  EXPECT_EQ(s.library->mig_on(s.device).seen().reason, "this driver's NVML does not have the function");
  EXPECT_EQ(s.library->power_limit(s.device).value, Watts(700));  // by its older name
  EXPECT_TRUE(s.library->clock_events(s.device));
  EXPECT_EQ(s.library->compute_processes(s.device).value.size(), 1u);  // in the layout of 16 bytes
}

TEST(Nvml, KeepsTheCodeOfEveryCall) {
  const Scenario denied("no_permission");
  EXPECT_EQ(denied.library->power(denied.device).status, NvmlStatus::no_permission);
  EXPECT_TRUE(denied.library->temperature(denied.device));
  for (const auto& slowed : denied.library->slowed(denied.device)) EXPECT_EQ(slowed.status, NvmlStatus::no_permission);
  const Scenario mig("mig");
  EXPECT_EQ(mig.library->power(mig.device).status, NvmlStatus::not_supported);
  EXPECT_TRUE(mig.library->mig_on(mig.device).value);
}

TEST(Nvml, WithoutAKernelModuleAnswersNothing) {
  const Scenario s("no_driver");
  EXPECT_EQ(s.library->state(), NvmlStatus::no_driver);
  EXPECT_EQ(s.library->power(nullptr).status, NvmlStatus::no_driver);
  EXPECT_EQ(s.library->device_count().status, NvmlStatus::no_driver);
}

TEST(Nvml, ThatIsMissingSaysWhatHelps) {
  const Scenario s("healthy", "/no/such/libnvidia-ml.so.1");
  EXPECT_EQ(s.library->state(), NvmlStatus::library_not_found);
  EXPECT_EQ(s.library->energy(nullptr).status, NvmlStatus::library_not_found);
  EXPECT_THAT(why_not(s.library->library()), HasSubstr("GPUPEAK_NVML=/no/such/libnvidia-ml.so.1: no such library"));
}

TEST(Nvml, CountsOtherProcessesInContainersToo) {
  using Processes = Answer<std::vector<unsigned>>;
  EXPECT_EQ(others(Processes{NvmlStatus::ok, {7, 8}}, 7, true), Seen<int64_t>(1));
  EXPECT_EQ(others(Processes{NvmlStatus::ok, {90}}, 7, true), Seen<int64_t>(0));  // this one under another number
  EXPECT_EQ(others(Processes{NvmlStatus::ok, {90}}, 7, false), Seen<int64_t>(1));
  EXPECT_FALSE(others(Processes{NvmlStatus::ok, {}}, 7, true));
  EXPECT_FALSE(others(Processes{NvmlStatus::no_permission, {}}, 7, true));
}

TEST(Nvml, ExplainsCodesItDoesNotKnow) {
  EXPECT_EQ(text(static_cast<NvmlStatus>(77)), "NVML gave error 77");
  EXPECT_THAT(text(NvmlStatus::gpu_lost), HasSubstr("fallen off the bus"));
}

}  // namespace
}  // namespace gpupeak::nvml
