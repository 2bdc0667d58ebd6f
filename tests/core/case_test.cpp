#include "core/case.h"

#include <gtest/gtest.h>

#include <random>

namespace gpupeak {
namespace {

const Case example("matmul", {{"dtype", "f32"}, {"n", "64"}, {"rung", "openblas"}});

TEST(Case, IdListsTheAxesInOrder) {
  EXPECT_EQ(example.id(), "matmul/dtype=f32/n=64/rung=openblas");
  EXPECT_EQ(example.id_without("rung"), "matmul/dtype=f32/n=64");
}

TEST(Case, SetReplacesOrAppends) {
  Case copy = example;
  copy.set("n", "65");
  copy.set("cache", "hot");
  EXPECT_EQ(copy.id(), "matmul/dtype=f32/n=65/rung=openblas/cache=hot");
}

TEST(Case, ReadsValuesAndNamesWhatIsMissing) {
  EXPECT_EQ(example.integer("n"), 64);
  EXPECT_TRUE(example.has("dtype"));
  EXPECT_FALSE(example.has("m"));
  EXPECT_THROW(example.integer("dtype"), std::invalid_argument);
  try {
    example.text("m");
    FAIL();
  } catch (const std::out_of_range& error) {
    EXPECT_EQ(std::string(error.what()), "matmul/dtype=f32/n=64/rung=openblas: has no axis 'm'");
  }
}

TEST(Case, IdEncodesWhatSeparatesItsParts) {
  const Case other("google-benchmark", {{"name", "BM_sort/1024"}, {"100%=", "a\nb"}});
  EXPECT_EQ(other.id(), "google-benchmark/name=BM_sort%2F1024/100%25%3D=a%0Ab");
  EXPECT_EQ(Case::of_id(other.id()), other);
  EXPECT_NE(Case("a", {{"n", "1/m=2"}}).id(), Case("a", {{"n", "1"}, {"m", "2"}}).id());
}

TEST(Case, ReadsBackWhateverItWasMadeOf) {
  std::mt19937 draw(17);
  const std::string letters = std::string("ab/=%0F\x01\x1f\x7f \xc3\xa4*", 13);
  const auto word = [&](size_t least) {
    std::string text;
    for (size_t n = least + draw() % 6; text.size() < n;) text += letters[draw() % letters.size()];
    return text;
  };
  for (int i = 0; i < 2000; ++i) {
    Case one(word(1));
    for (size_t axes = draw() % 4; axes-- > 0;) one.set(word(0), word(0));
    EXPECT_EQ(Case::of_id(one.id()), one) << one.id();
  }
}

TEST(Case, KnowsWhatIsNoId) {
  for (const char* text : {"a/b", "a/", "a/n=1/", "a//n=1", "a/n=1=2", "a/n=%", "a/n=%2", "a/n=%zz", "a/n=%2f",
                           "a/n=%41", "a/n=1/n=2", "a%/n=1"})
    EXPECT_FALSE(Case::of_id(text)) << text;
}

}  // namespace
}  // namespace gpupeak
