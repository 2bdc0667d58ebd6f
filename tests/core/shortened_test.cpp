#include "core/shortened.h"

#include <gtest/gtest.h>

namespace gpupeak {
namespace {

TEST(Shortened, KeepsHeadAndTail) {
  EXPECT_EQ(shortened("0123456789", 2, 3), "01…789");
  EXPECT_EQ(shortened("01234567", 2, 3), "01234567") << "the sign of the gap would be no shorter";
}

TEST(Shortened, NeverCutsACharacter) { EXPECT_EQ(shortened("ключключключ", 3, 3), "к…ч"); }

}  // namespace
}  // namespace gpupeak
