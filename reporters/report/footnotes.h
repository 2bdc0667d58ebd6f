// Footnotes of a table: numbered as they are first asked for, one number per text.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "reporters/text/text.h"

namespace gpupeak {

class Footnotes {
 public:
  int number(const std::string& text);  // of this note, new or old
  int number_alike(
      const std::string& text);  // the same for all notes that differ in figures only: the first one is shown
  void write(std::ostream&, const Style&) const;

 private:
  struct Note {
    std::string text;
    int alike = 0;  // others that say the same with other figures
  };
  int numbered(const std::string& key, const std::string& text);

  std::vector<Note> notes_;
  std::map<std::string, int> numbers_;
};

// "¹,³", in ASCII "[1,3]", sorted and each once; empty for none.
std::string mark(std::vector<int> numbers, const Style&);

}  // namespace gpupeak
