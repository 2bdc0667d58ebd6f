#include "core/text.h"

#include <gtest/gtest.h>

namespace gpupeak {
namespace {

TEST(Glob, MatchesWholeIds) {
  EXPECT_TRUE(glob_matches("*", ""));
  EXPECT_TRUE(glob_matches("matmul/*", "matmul/dtype=f32/n=64"));
  EXPECT_TRUE(glob_matches("*rung=openblas*", "matmul/n=64/rung=openblas/cache=hot"));
  EXPECT_TRUE(glob_matches("m?tmul*", "matmul"));
  EXPECT_FALSE(glob_matches("matmul", "matmul/n=64"));
  EXPECT_FALSE(glob_matches("", "x"));
  EXPECT_FALSE(glob_matches("*n=6", "matmul/n=64"));
}

TEST(Glob, IsNotSlowOnManyStars) {
  const std::string text(5000, 'a');
  std::string pattern;
  for (int i = 0; i < 200; ++i) pattern += "a*";
  EXPECT_FALSE(glob_matches(pattern + "b", text));  // exponential matchers never come back
}

TEST(Nearest, FindsASlipOfTheFinger) {
  const std::vector<std::string> known{"throughput", "memory", "matmul"};
  EXPECT_EQ(nearest("matmull", known), "matmul");
  EXPECT_EQ(nearest("troughput", known), "throughput");
  EXPECT_EQ(nearest("zzz", known), "");
  EXPECT_EQ(nearest(std::string(100000, 'm'), known), "");
}

TEST(Nearest, SuggestsOrListsWhatThereIs) {
  const std::vector<std::string> known{"memory", "matmul"};
  EXPECT_EQ(suggestion("memry", known), "; did you mean 'memory'?");
  EXPECT_EQ(suggestion("xyzzy", known), "; known: memory, matmul");
}

TEST(CountOf, SaysOneOrMany) {
  EXPECT_EQ(count_of(1, "case"), "1 case");
  EXPECT_EQ(count_of(size_t{0}, "case"), "0 cases");
  EXPECT_EQ(count_of(int64_t{12}, "fresh process"), "12 fresh processes");
  EXPECT_EQ(count_of(2u, "launch"), "2 launches");
}

TEST(Shortened, KeepsHeadAndTail) {
  EXPECT_EQ(shortened("0123456789", 2, 3), "01…789");
  EXPECT_EQ(shortened("01234567", 2, 3), "01234567") << "the sign of the gap would be no shorter";
}

TEST(Shortened, NeverCutsACharacter) { EXPECT_EQ(shortened("ключключключ", 3, 3), "к…ч"); }

}  // namespace
}  // namespace gpupeak
