#include "core/counted.h"

#include <gtest/gtest.h>

namespace gpupeak {
namespace {

TEST(Counted, SaysOneOrMany) {
  EXPECT_EQ(counted(1, "case"), "1 case");
  EXPECT_EQ(counted(size_t{0}, "case"), "0 cases");
  EXPECT_EQ(counted(int64_t{12}, "fresh process"), "12 fresh processes");
  EXPECT_EQ(counted(2u, "launch"), "2 launches");
}

}  // namespace
}  // namespace gpupeak
