#include "core/case.h"

#include <gtest/gtest.h>

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

}  // namespace
}  // namespace gpupeak
