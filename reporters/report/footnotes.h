// Footnotes of tables: numbered as they are first asked for, one number per text; what several tables of a report say
// is lettered and stands once, below them all.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/note.h"
#include "reporters/text/text.h"

namespace gpupeak {

struct Footnote {
  std::string text;
  size_t alike = 0;  // others that say the same with other figures
};

class Footnotes;

// What several tables say. Tables are laid out twice: first to gather what each says, then to be written.
class SharedNotes {
 public:
  void gather(const Footnotes&);  // of one table
  void letter();                  // all are gathered: those of several tables get their letters
  // -1 for a, -2 for b, …; 0 for what one table alone says.
  int lettered(const std::string& key) const;
  size_t count() const { return gathered_.size(); }  // of different ones, in all tables
  bool any_lettered() const;
  void write(std::ostream&, const Style&) const;  // the lettered ones

 private:
  struct Gathered {
    Footnote note;
    size_t tables = 0;
    int letter = 0;
  };
  std::map<std::string, Gathered> gathered_;
  std::vector<std::string> order_;  // keys as they were first met
};

class Footnotes {
 public:
  explicit Footnotes(const SharedNotes* shared = nullptr) : shared_(shared) {}
  int number(const std::string& text);  // of this text, new or old; of a lettered one the letter's
  // The same for all that say one thing with other figures: the first one is shown.
  int number_alike(const Note&);
  int number_alike(const std::string& thing, const std::string& text);
  void write(std::ostream&, const Style&) const;  // the numbered ones

 private:
  friend class SharedNotes;
  int numbered(const std::string& key, const std::string& text, bool alike);

  const SharedNotes* shared_;
  std::vector<Footnote> notes_;
  std::vector<std::string> keys_;  // of the notes
  std::map<std::string, int> numbers_;
};

// "ᵃ,¹,³", in ASCII "[a,1,3]", sorted and each once; empty for none. Letters are numbers below 0.
std::string mark(std::vector<int> numbers, const Style&);

}  // namespace gpupeak
