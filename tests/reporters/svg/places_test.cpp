#include "reporters/svg/places.h"

#include <gtest/gtest.h>

namespace gpupeak::svg {
namespace {

TEST(Places, GiveAPlaceOnceAndNoneThatIsTaken) {
  Places places({0, 0, 100, 100});
  const std::vector<Point> candidates{{10, 50}, {12, 52}, {60, 50}};
  EXPECT_EQ(places.free(candidates, 30)->x, 10);
  EXPECT_EQ(places.free(candidates, 30)->x, 60);
  EXPECT_FALSE(places.free(candidates, 30));
}

TEST(Places, StandWithinTheirBox) {
  Places places({0, 0, 100, 100});
  EXPECT_FALSE(places.free({{80, 50}, {10, 5}, {-1, 50}, {10, 99}}, 30));
}

TEST(Places, PreferOneThatNoLineCrosses) {
  Places places({0, 0, 100, 100});
  places.take_line({0, 48}, {100, 48});
  EXPECT_EQ(places.free({{10, 50}, {10, 80}}, 30)->y, 80);
  EXPECT_EQ(places.free({{10, 50}}, 30)->y, 50);
}

TEST(Places, KnowWhichLinesCrossABox) {
  const Box box{10, 10, 20, 20};
  EXPECT_TRUE(crosses(box, {0, 0}, {30, 30}));
  EXPECT_TRUE(crosses(box, {15, 0}, {15, 40}));
  EXPECT_FALSE(crosses(box, {0, 25}, {40, 25}));
  EXPECT_FALSE(crosses(box, {0, 0}, {5, 5}));
}

}  // namespace
}  // namespace gpupeak::svg
