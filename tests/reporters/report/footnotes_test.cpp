#include "reporters/report/footnotes.h"

#include <gtest/gtest.h>

#include <sstream>
#include <utility>

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

TEST(Footnotes, ThatSeveralTablesHaveAreLetteredAndStandOnce) {
  SharedNotes shared;
  const auto table = [&](double drift, const char* own) {
    Footnotes notes(&shared);
    const int common = notes.number("no rate of l2"), alike = notes.number_alike({NoteKind::drift, {drift}});
    return std::pair(notes, mark({common, alike, notes.number(own)}, {.unicode = false}));
  };
  for (const auto& [drift, own] : {std::pair(0.01, "x"), {0.02, "y"}}) shared.gather(table(drift, own).first);
  shared.letter();
  EXPECT_EQ(shared.count(), 4u);
  EXPECT_EQ(table(0.02, "y").second, "[a,b,1]");
  std::ostringstream out, of_table;
  table(0.02, "y").first.write(of_table, {.unicode = false});
  EXPECT_EQ(of_table.str(), "  [1] y\n");
  shared.write(out, {.width = 200, .unicode = false});
  EXPECT_EQ(out.str(),
            "  [a] no rate of l2\n  [b] drift: the second half of the samples is 1.0 % slower than the first (and 1 "
            "alike with other figures)\n");
}

TEST(Footnotes, AreMarkedWithSuperscriptsOrBrackets) {
  EXPECT_EQ(mark({23, 1, 23}, {}), "¹,²³");
  EXPECT_EQ(mark({1, 23}, {.unicode = false}), "[1,23]");
  EXPECT_EQ(mark({2, -2, -25, -26, -27}, {.unicode = false}), "[b,z,aa,ab,2]");
  EXPECT_EQ(mark({2, -1}, {}), "ᵃ,²");
  EXPECT_EQ(mark({}, {.unicode = false}), "");
}

}  // namespace
}  // namespace gpupeak
