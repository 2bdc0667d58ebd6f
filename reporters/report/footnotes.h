// Footnotes of a table: numbered as they are first asked for, one number per text.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/note.h"
#include "reporters/text/text.h"

namespace gpupeak {

class Footnotes {
 public:
  int number(const std::string& text);  // of this text, new or old
  // The same for all that say one thing with other figures: the first one is shown.
  int number_alike(const Note&);
  int number_alike(const std::string& thing, const std::string& text);
  void write(std::ostream&, const Style&) const;

 private:
  struct Footnote {
    std::string text;
    int alike = 0;  // others that say the same with other figures
  };
  int numbered(const std::string& key, const std::string& text);

  std::vector<Footnote> notes_;
  std::map<std::string, int> numbers_;
};

// "¹,³", in ASCII "[1,3]", sorted and each once; empty for none.
std::string mark(std::vector<int> numbers, const Style&);

}  // namespace gpupeak
