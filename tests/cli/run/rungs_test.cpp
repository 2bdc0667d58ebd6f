#include "cli/run/rungs.h"

#include <gtest/gtest.h>

#include <array>

#include "tests/support/fake_device.h"

namespace gpupeak::testing {
namespace {

constinit const gemm::Rung plain{
    .name = "plain", .idea = "three loops", .takes = gemm::takes_f32_and_f64, .refuses = nullptr, .bind = nullptr};
constinit const gemm::Rung vendors{
    .name = "vendors",
    .idea = "the yardstick",
    .vendor = true,
    .takes = gemm::takes_f32_and_f64,
    .refuses = [](const DeviceInfo&, const gemm::Problem&) -> std::optional<std::string> { return "apt install it"; },
    .bind = nullptr};
constexpr std::array<const gemm::Rung*, 2> ladder{&plain, &vendors};

TEST(Rungs, AreListedInTheLaddersOrderWithTheReasonOfThoseThatRefuse) {
  kernels::KernelSet kernels;
  kernels.gemm = ladder;
  const std::vector<cli::RungRow> rows = cli::rungs(kernels, fake_device_info());
  ASSERT_EQ(rows.size(), 2u);
  EXPECT_EQ(rows[0].family, "gemm");
  EXPECT_EQ(rows[0].name, "plain");
  EXPECT_EQ(rows[0].refusal, "");
  EXPECT_EQ(rows[1].idea, "the yardstick");
  EXPECT_EQ(rows[1].refusal, "apt install it");
}

}  // namespace
}  // namespace gpupeak::testing
