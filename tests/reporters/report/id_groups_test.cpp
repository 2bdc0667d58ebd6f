#include "reporters/report/id_groups.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace gpupeak {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(IdGroups, SayOnceWhatNeighboursShare) {
  const auto groups = grouped_ids({"matmul/f32/n=1/a", "matmul/f32/n=2/a", "matmul/n=1", "copy/n=1", "matmul/n=2"});
  ASSERT_EQ(groups.size(), 4u) << "by suite and number of parts, and only neighbours";
  EXPECT_THAT(groups[0].shared, ElementsAre("matmul", "f32", "a"));
  EXPECT_THAT(groups[0].members, ElementsAre(0, 1));
  EXPECT_THAT(groups[0].names, ElementsAre("n=1", "n=2"));
  EXPECT_THAT(groups[3].members, ElementsAre(4));
}

TEST(IdGroups, NameACaseThatSharesAll) {
  const auto groups = grouped_ids({"matmul/n=1", "matmul/n=1"});
  ASSERT_EQ(groups.size(), 1u);
  EXPECT_THAT(groups[0].names, ElementsAre("n=1", "n=1"));
  EXPECT_EQ(caption(groups[0], {.unicode = false}), "matmul - n=1");
}

TEST(IdGroups, CopeWithNothing) {
  EXPECT_THAT(grouped_ids({}), IsEmpty());
  EXPECT_THAT(grouped_ids({""})[0].names, ElementsAre(""));
}

}  // namespace
}  // namespace gpupeak
