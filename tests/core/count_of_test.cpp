#include "core/count_of.h"

#include <gtest/gtest.h>

namespace gpupeak {
namespace {

TEST(Counted, SaysOneOrMany) {
  EXPECT_EQ(count_of(1, "case"), "1 case");
  EXPECT_EQ(count_of(size_t{0}, "case"), "0 cases");
  EXPECT_EQ(count_of(int64_t{12}, "fresh process"), "12 fresh processes");
  EXPECT_EQ(count_of(2u, "launch"), "2 launches");
}

}  // namespace
}  // namespace gpupeak
