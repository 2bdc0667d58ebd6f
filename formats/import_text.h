// What stands in a file of another tool, as one JSON text: whatever its encoding, with what else was written into it
// left out and rows one after the other made a list. Lines stay where they are, so that messages name those of the
// file.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gpupeak {

// The text as UTF-8 without a byte order mark; nothing where it is that already. It is UTF-16 by its mark, or by the
// zero bytes of its first character. Throws FormatError for UTF-16 that is damaged, UTF-32, and what is compressed.
std::optional<std::string> as_utf8(std::string_view bytes, std::string_view name);

struct ImportText {
  std::string json;
  bool joined = false;         // a list of documents that stood one after the other
  std::string closed;          // the one document, closed behind its last complete row; empty where it has an end
  std::vector<long> cut_rows;  // lines of rows that have no end
};

// The documents in the text, without the lines of a log around them. NaN, Infinity and the like, which tools print
// although JSON has none, become null. Takes time in proportion to the text. Throws FormatError, naming what the text
// is, where there is no document.
ImportText import_text(std::string_view utf8, std::string_view name);

}  // namespace gpupeak
