#include "reporters/report/footnotes.h"

#include <gtest/gtest.h>

#include <sstream>

namespace gpupeak {
namespace {

TEST(Footnotes, AreNumberedAsTheyAreFirstAskedForAndShared) {
  Footnotes notes;
  EXPECT_EQ(notes.number("b"), 1);
  EXPECT_EQ(notes.number("a"), 2);
  EXPECT_EQ(notes.number("b"), 1);
  std::ostringstream out;
  notes.write(out, {});
  EXPECT_EQ(out.str(), "  ¹ b\n  ² a\n");
}

TEST(Footnotes, KeepReasonsApartThatDifferInAFigure) {
  Footnotes notes;
  EXPECT_EQ(notes.number("needs 4 GiB"), 1);
  EXPECT_EQ(notes.number("needs 5 GiB"), 2);
}

TEST(Footnotes, AreSharedByNotesThatDifferInFiguresOnlyWhenAskedTo) {
  Footnotes notes;
  EXPECT_EQ(notes.number_alike("drift 1.5 %"), 1);
  EXPECT_EQ(notes.number_alike("drift 22 %"), 1);
  EXPECT_EQ(notes.number_alike("other 22 %"), 2);
  std::ostringstream out;
  notes.write(out, {.unicode = false});
  EXPECT_EQ(out.str(), "  [1] drift 1.5 % (and 1 alike with other figures)\n  [2] other 22 %\n");
}

TEST(Footnotes, AreMarkedWithSuperscriptsOrBrackets) {
  EXPECT_EQ(mark({23, 1, 23}, {}), "¹,²³");
  EXPECT_EQ(mark({1, 23}, {.unicode = false}), "[1,23]");
  EXPECT_EQ(mark({}, {.unicode = false}), "");
}

}  // namespace
}  // namespace gpupeak
