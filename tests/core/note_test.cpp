#include "core/note.h"

#include <gtest/gtest.h>

#include <set>
#include <stdexcept>

namespace gpupeak {
namespace {

TEST(Notes, OfEveryKindHaveASentenceThatTellsTheirWords) {
  std::set<std::string> sentences;
  for (const NoteRow& of : note_rows()) {
    Note note{of.id};
    for (size_t i = 0; i < of.figures.size(); ++i) note.figures.push_back(0.5 + static_cast<double>(i));
    for (const std::string_view word : of.words) note.words.push_back("the " + std::string(word));
    const std::string sentence = text(note);
    for (const std::string& word : note.words) EXPECT_NE(sentence.find(word), std::string::npos) << of.name;
    EXPECT_TRUE(sentences.insert(sentence).second) << of.name;
    EXPECT_EQ(&row(of.id), &of);
  }
}

TEST(Notes, WithoutAFigureOfTheirKindSayNothing) {
  EXPECT_THROW(text(Note{NoteKind::drift}), std::logic_error);
  EXPECT_THROW(text(Note{NoteKind::drift, {0.1}, {"a word"}}), std::logic_error);
}

TEST(Notes, AreFoundByKindWhateverTheySay) {
  const std::vector<Note> notes{said("drift: 3 %"), {NoteKind::two_modes, {0.5}}};
  EXPECT_EQ(first_of(notes, {NoteKind::drift}), nullptr);
  EXPECT_EQ(first_of(notes, {NoteKind::drift, NoteKind::two_modes}), &notes[1]);
}

}  // namespace
}  // namespace gpupeak
