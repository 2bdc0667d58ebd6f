#include "cli/run/rungs.h"

#include <gtest/gtest.h>

#include <array>

#include "tests/support/fake_device.h"

namespace gpupeak::testing {
namespace {

constinit const matmul::Rung plain{
    .name = "plain", .idea = "three loops", .takes = matmul::takes_f32_and_f64, .refuses = nullptr, .bind = nullptr};
constinit const matmul::Rung vendors{
    .name = "vendors",
    .idea = "the yardstick",
    .vendor = true,
    .takes = matmul::takes_f32_and_f64,
    .refuses = [](const DeviceInfo&, const matmul::Problem&) -> std::optional<std::string> { return "apt install it"; },
    .bind = nullptr};
constexpr std::array<const matmul::Rung*, 2> ladder{&plain, &vendors};

TEST(Rungs, AreListedInTheLaddersOrderWithTheReasonOfThoseThatRefuse) {
  kernels::KernelSet kernels;
  kernels.matmul = ladder;
  const std::vector<cli::RungRow> rows = cli::rungs(kernels, fake_device_info());
  ASSERT_EQ(rows.size(), 2u);
  EXPECT_EQ(rows[0].family, "matmul");
  EXPECT_EQ(rows[0].name, "plain");
  EXPECT_EQ(rows[0].refusal, "");
  EXPECT_EQ(rows[1].idea, "the yardstick");
  EXPECT_EQ(rows[1].refusal, "apt install it");
}

}  // namespace
}  // namespace gpupeak::testing
