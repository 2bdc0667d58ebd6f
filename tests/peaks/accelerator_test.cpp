// Found by the names that people and drivers use, in the catalogue that the program carries.
#include "peaks/accelerator.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "formats/catalogue.h"

namespace gpupeak {
namespace {

std::vector<std::string> names(std::string_view wanted) {
  std::vector<std::string> result;
  for (const Accelerator* a : find_accelerators(catalogue(), wanted)) result.push_back(a->name);
  return result;
}

TEST(FindAccelerators, PrefersAnExactNameOrAliasInAnyCase) {
  EXPECT_THAT(names("l4"), ::testing::ElementsAre("L4"));
  EXPECT_THAT(names("nvidia h100 80GB hbm3"), ::testing::ElementsAre("H100 SXM5 80GB"));
  EXPECT_THAT(names("geforce rtx 4090"), ::testing::ElementsAre("GeForce RTX 4090"));
}

TEST(FindAccelerators, OtherwiseFindsEveryNameThatContainsTheWord) {
  EXPECT_THAT(names("4090"),
              ::testing::ElementsAre("GeForce RTX 4090", "GeForce RTX 4090 D", "GeForce RTX 4090 Laptop"));
  EXPECT_THAT(names("no such card"), ::testing::IsEmpty());
  EXPECT_EQ(names("").size(), catalogue().accelerators.size());
}

TEST(FindAccelerators, FindsEveryDeviceBehindAnAmbiguousName) {
  EXPECT_THAT(names("NVIDIA GeForce RTX 3080"),
              ::testing::ElementsAre("GeForce RTX 3080 10GB", "GeForce RTX 3080 12GB"));
}

TEST(FindArchitecture, GoesByComputeCapability) {
  ASSERT_NE(find_architecture(catalogue(), "9.0"), nullptr);
  EXPECT_EQ(find_architecture(catalogue(), "9.0")->name, "Hopper");
  EXPECT_EQ(find_architecture(catalogue(), "99.9"), nullptr);
}

}  // namespace
}  // namespace gpupeak
