#include "device/host/page_region.h"

#include <gtest/gtest.h>

#include <utility>

#include "device/host/host_memory.h"
#include "tests/device/host/made_up_tree.h"

namespace gpupeak::host {
namespace {

TEST(PageRegion, IsAlignedToAHugePageAndFresh) {
  for (const PageKind kind : {PageKind::small, PageKind::huge}) {
    PageRegion region(huge_page_bytes, kind);
    EXPECT_EQ(region.data(), nullptr);
    region.map();
    ASSERT_NE(region.data(), nullptr);
    EXPECT_EQ(reinterpret_cast<uintptr_t>(region.data()) % huge_page_bytes, 0u);
    EXPECT_EQ(region.data()[huge_page_bytes - 1], std::byte{0});
  }
}

TEST(PageRegion, IsTakenBackOnce) {
  PageRegion region(huge_page_bytes, PageKind::small);
  region.map();
  EXPECT_TRUE(region.unmap());
  EXPECT_FALSE(region.unmap());
}

TEST(PageRegion, MovesWithItsPages) {
  PageRegion region(huge_page_bytes, PageKind::small);
  region.map();
  region.data()[5] = std::byte{7};
  PageRegion moved(std::move(region));
  EXPECT_EQ(moved.data()[5], std::byte{7});
}

TEST(NoHugePages, IsAReasonOnlyWhereTheSystemNeverGivesThem) {
  constexpr const char* file = "sys/kernel/mm/transparent_hugepage/enabled";
  EXPECT_FALSE(no_huge_pages(MadeUpTree({{file, "always [madvise] never\n"}}).root()));
  EXPECT_FALSE(no_huge_pages(MadeUpTree({{file, "[always] madvise never\n"}}).root()));
  EXPECT_NE(no_huge_pages(MadeUpTree({{file, "always madvise [never]\n"}}).root()).value_or("").find("says never"),
            std::string::npos);
  EXPECT_NE(no_huge_pages(MadeUpTree().root()).value_or("").find("no transparent huge pages"), std::string::npos);
}

}  // namespace
}  // namespace gpupeak::host
