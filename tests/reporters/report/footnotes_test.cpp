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
  EXPECT_EQ(notes.number_alike({NoteKind::drift, {0.015}}), 1);
  EXPECT_EQ(notes.number_alike({NoteKind::drift, {0.22}}), 1);
  EXPECT_EQ(notes.number_alike({NoteKind::two_modes, {0.22}}), 2);
  std::ostringstream out;
  notes.write(out, {.width = 200, .unicode = false});
  EXPECT_EQ(out.str(),
            "  [1] drift: the second half of the samples is 1.5 % slower than the first (and 1 alike with other "
            "figures)\n  [2] two modes: the samples fall into two groups 22.0 % apart\n");
}

TEST(Footnotes, AreMarkedWithSuperscriptsOrBrackets) {
  EXPECT_EQ(mark({23, 1, 23}, {}), "¹,²³");
  EXPECT_EQ(mark({1, 23}, {.unicode = false}), "[1,23]");
  EXPECT_EQ(mark({}, {.unicode = false}), "");
}

}  // namespace
}  // namespace gpupeak
