#include "kernels/families.h"

#include <gtest/gtest.h>

#include <array>

#include "kernels/atomics/atomics.h"
#include "kernels/chase/chase.h"
#include "kernels/conv/conv.h"
#include "kernels/dot/dot.h"
#include "kernels/fma/fma.h"
#include "kernels/gather/gather.h"
#include "kernels/launch/launch.h"
#include "kernels/matmul/matmul.h"
#include "kernels/optimizer/optimizer.h"
#include "kernels/pages/pages.h"
#include "kernels/roofline/roofline.h"
#include "kernels/shared/shared.h"
#include "kernels/stream/stream.h"
#include "kernels/training/training.h"
#include "kernels/transfer/transfer.h"
#include "tests/support/fake_device.h"

namespace gpupeak::testing {
namespace {

constinit const matmul::Rung plain{
    .name = "plain", .idea = "three loops", .takes = matmul::takes_f32_and_f64, .refuses = nullptr, .bind = nullptr};
constinit const matmul::Rung vendors{
    .name = "vendors",
    .idea = "the yardstick",
    .vendor = "libfast",
    .takes = matmul::takes_f32_and_f64,
    .refuses = [](const DeviceInfo&, const matmul::Problem&) -> std::optional<std::string> { return "apt install it"; },
    .bind = nullptr};
constexpr kernels::Ladder plain_and_vendors[] = {kernels::ladder<&plain, &vendors>};

TEST(Families, RungsAreListedInTheLaddersOrderWithTheReasonOfThoseThatRefuse) {
  const std::vector<kernels::RungRow> rows = kernels::Ladders(plain_and_vendors).rows(fake_device_info());
  ASSERT_EQ(rows.size(), 2u);
  EXPECT_EQ(rows[0].family, "matmul");
  EXPECT_EQ(rows[0].name, "plain");
  EXPECT_EQ(rows[0].refusal, "");
  EXPECT_EQ(rows[1].idea, "the yardstick");
  EXPECT_EQ(rows[1].refusal, "apt install it");
}

TEST(Families, AFamilyThatADeviceHasNoRungOfIsEmpty) {
  EXPECT_EQ(kernels::Ladders(plain_and_vendors).of<matmul::Rung>().size(), 2u);
  EXPECT_TRUE(kernels::Ladders(plain_and_vendors).of<conv::Rung>().empty());
  EXPECT_TRUE(kernels::Ladders().of<matmul::Rung>().empty());
}

// Tests go over ladders: over an empty one they would prove nothing.
TEST(Families, TheHostHasARungOfEveryFamilyButThoseOfGpus) {
  const auto rungs = []<class... Rung>(kernels::Ladders host, Rung...) {
    return std::array{host.of<Rung>().size()...};
  };
  for (const size_t count : rungs(kernels::host_kernels(), atomics::Rung{}, chase::Rung{}, conv::Rung{}, dot::Rung{},
                                  fma::Rung{}, gather::Rung{}, launch::Rung{}, matmul::Rung{}, optimizer::Rung{},
                                  pages::Rung{}, roofline::Rung{}, stream::Rung{}, training::Rung{}))
    EXPECT_GE(count, 1u);
  EXPECT_TRUE(kernels::host_kernels().of<shared::Rung>().empty());
  EXPECT_TRUE(kernels::host_kernels().of<transfer::Rung>().empty());
}

}  // namespace
}  // namespace gpupeak::testing
