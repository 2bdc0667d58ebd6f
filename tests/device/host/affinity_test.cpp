// Pinning is for a while, and the mask that was there comes back whatever happens.
#include "device/host/affinity.h"

#include <gtest/gtest.h>

#include <stdexcept>
#include <system_error>

namespace gpupeak::host {
namespace {

TEST(Affinity, IsOneCpuWhilePinnedAndWholeAgainAfterwards) {
  const auto before = allowed_cpus();
  {
    const PinnedHere here(before.back());
    EXPECT_EQ(allowed_cpus(), std::vector<int>{before.back()});
  }
  EXPECT_EQ(allowed_cpus(), before);
}

TEST(Affinity, ComesBackWhenWhatRanPinnedThrows) {
  const auto before = allowed_cpus();
  try {
    const PinnedHere here(before.front());
    throw std::runtime_error("in the middle");
  } catch (const std::runtime_error&) {
  }
  EXPECT_EQ(allowed_cpus(), before);
}

TEST(Affinity, ToACpuThatIsNotThereIsRefusedByNameAndChangesNothing) {
  const auto before = allowed_cpus();
  try {
    const PinnedHere here(60'000);
    FAIL() << "pinned to CPU 60000";
  } catch (const std::system_error& error) {
    EXPECT_NE(std::string(error.what()).find("60000"), std::string::npos);
  }
  EXPECT_EQ(allowed_cpus(), before);
}

}  // namespace
}  // namespace gpupeak::host
