#include <gtest/gtest.h>

#include "core/glob.h"
#include "core/nearest.h"

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

}  // namespace
}  // namespace gpupeak
