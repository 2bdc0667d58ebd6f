#include "formats/import_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdint>

#include "formats/error.h"
#include "formats/json_input.h"

namespace gpupeak {
namespace {

constexpr std::string_view white_space = " \t\r\n";
constexpr std::string_view as_json =
    "write results with gpupeak run --out DIR, google-benchmark --benchmark_out=FILE, nvbench --json FILE, hyperfine "
    "--export-json FILE or llama-bench -o json";

// --- Encodings

bool is_zero(std::string_view bytes, size_t at) { return at < bytes.size() && bytes[at] == '\0'; }

std::string of_utf16(std::string_view bytes, bool big, const auto& fail) {
  if (bytes.size() % 2 != 0) fail("UTF-16 that ends in half a character, as if the file was cut off");
  const auto unit = [&](size_t i) {
    const auto byte = [&](size_t at) { return static_cast<uint32_t>(static_cast<unsigned char>(bytes[at])); };
    return big ? byte(i) << 8 | byte(i + 1) : byte(i + 1) << 8 | byte(i);
  };
  const auto is_high = [](uint32_t code) { return code >= 0xd800 && code < 0xdc00; };
  const auto is_low = [](uint32_t code) { return code >= 0xdc00 && code < 0xe000; };
  std::string text;
  text.reserve(bytes.size());
  for (size_t i = 0; i < bytes.size(); i += 2) {
    uint32_t code = unit(i);
    if (is_high(code)) {
      if (i + 2 >= bytes.size() || !is_low(unit(i + 2))) fail(fmt::format("not valid UTF-16 at byte {}", i));
      i += 2;
      code = 0x10000 + ((code - 0xd800) << 10) + (unit(i) - 0xdc00);
    } else if (is_low(code)) {
      fail(fmt::format("not valid UTF-16 at byte {}", i));
    }
    if (i <= 2 && code == 0xfeff && text.empty()) continue;  // the mark
    const auto put = [&](uint32_t byte) { text += static_cast<char>(byte); };
    const auto tail = [&](int shift) { put(0x80 | (code >> shift & 0x3f)); };
    if (code < 0x80)
      put(code);
    else if (code < 0x800)
      put(0xc0 | code >> 6), tail(0);
    else if (code < 0x10000)
      put(0xe0 | code >> 12), tail(6), tail(0);
    else
      put(0xf0 | code >> 18), tail(12), tail(6), tail(0);
  }
  return text;
}

struct Packed {
  std::string_view start, what;
};
constexpr std::array packed{
    Packed{"\x1f\x8b", "compressed by gzip: unpack it first"},
    Packed{"\x28\xb5\x2f\xfd", "compressed by zstd: unpack it first"},
    Packed{"\xfd"
           "7zXZ",
           "compressed by xz: unpack it first"},
    Packed{"BZh", "compressed by bzip2: unpack it first"},
    Packed{"PK\x03\x04", "a zip archive: unpack it first"},
    Packed{"SQLite format 3", "an SQLite database, not JSON"},
};

// --- Documents

// Numbers that JSON has no words for, the longer before what they begin with.
constexpr std::array<std::string_view, 9> no_number_words{"Infinity", "infinity", "inf", "nan(ind)", "nan(snan)",
                                                          "NaN",      "NAN",      "nan", "INF"};

// The length of such a word at this place; 0 where there is none.
size_t no_number_at(std::string_view text, size_t at) {
  const size_t sign = text[at] == '-' || text[at] == '+' ? 1 : 0;
  for (const std::string_view word : no_number_words) {
    if (text.substr(at + sign, word.size()) != word) continue;
    const size_t end = at + sign + word.size();
    const bool ends = end >= text.size() || std::string_view(",]} \t\r\n").find(text[end]) != std::string_view::npos;
    if (ends) return end - at;
  }
  return 0;
}

struct Document {
  size_t begin = 0, end = 0;
  bool whole = false;   // it has an end
  size_t complete = 0;  // where the last row in it ends; of one that the end of the text cuts off
  std::string closers;  // what would close it there
};

// Reads the documents of a text in one pass.
class DocumentFinder {
 public:
  explicit DocumentFinder(std::string_view text) : text_(text) {}

  std::vector<Document> documents;
  std::vector<std::pair<size_t, size_t>> no_numbers;  // begin and length

  void find() {
    size_t at = 0;
    while (at < text_.size()) {
      at = skip_blanks(at);
      const size_t line = at;
      while (begins_document(at)) at = skip_separator(read_document(at));
      const size_t end = std::min(text_.find('\n', at), text_.size());
      if (at == line) look_behind_text(at, end);
      at = std::min(end, text_.size() - 1) + 1;
      if (text_.empty()) break;
    }
    take_rows_behind_text();
  }

 private:
  // What shares a file may write into it without ending its line.
  void look_behind_text(size_t begin, size_t end) {
    DocumentFinder line(text_.substr(0, end));
    const size_t brace = line.text_.find("{\"", begin);
    if (brace == std::string_view::npos) return;
    line.read_document(brace);
    if (!line.documents.back().whole) return;
    behind_text_.push_back(line.documents.back());
    no_numbers.insert(no_numbers.end(), line.no_numbers.begin(), line.no_numbers.end());
  }
  // A log has JSON of its own: rows begin as those that begin a line do.
  void take_rows_behind_text() {
    if (documents.empty()) return;
    const size_t first = documents.front().begin, opening = text_.find("{\"", first);
    if (opening == std::string_view::npos) return;
    const std::string_view key = text_.substr(opening, text_.find('"', opening + 2) - opening);
    for (const Document& one : behind_text_)
      if (text_.substr(one.begin).starts_with(key)) documents.push_back(one);
    std::ranges::sort(documents, {}, &Document::begin);
  }

  // Files with byte order marks may have been joined.
  size_t skip_blanks(size_t at) const {
    constexpr std::string_view mark = "\xef\xbb\xbf";
    for (;;) {
      at = std::min(text_.find_first_not_of(white_space, at), text_.size());
      if (!text_.substr(at).starts_with(mark)) return at;
      at += mark.size();
    }
  }
  // To what may be a further document in the same line.
  size_t skip_separator(size_t at) const {
    if (at > 0 && at < text_.size() && text_[at - 1] == '\n') return at;
    const size_t next = std::min(text_.find_first_not_of(" \t\r,", at), text_.size());
    return begins_document(next) ? next : at;
  }

  // {" or {} or [{" or [{} or []: what else begins with these is a line of a log ("[INFO] …").
  bool begins_document(size_t at) const {
    if (at >= text_.size() || (text_[at] != '{' && text_[at] != '[')) return false;
    const size_t next = text_.find_first_not_of(white_space, at + 1);
    if (next == std::string_view::npos) return true;
    if (text_[at] == '{') return text_[next] == '"' || text_[next] == '}';
    if (text_[next] != '{') return text_[next] == ']';
    const size_t inner = text_.find_first_not_of(white_space, next + 1);
    return inner == std::string_view::npos || text_[inner] == '"' || text_[inner] == '}';
  }

  // Returns where to go on.
  size_t read_document(size_t begin) {
    std::string open;  // brackets that are
    size_t complete = begin, open_then = 0;
    char before = 0;  // the last character that means something
    for (size_t at = begin; at < text_.size(); ++at) {
      const char c = text_[at];
      if (c == '"') {
        const size_t end = end_of_string(at);
        if (end == std::string_view::npos || text_[end] != '"')
          return cut(begin, end, complete, open.substr(0, open_then));
        at = end;
      } else if (c == '{' || c == '[') {
        // A row that begins a line where no value can stand: the one before was cut off.
        const bool in_place = before == 0 || before == ':' || before == ',' || before == '[';
        if (!in_place && text_[at - 1] == '\n') return cut(begin, at - 1, begin, "");
        open += c;
      } else if (c == '}' || c == ']') {
        open.pop_back();
        if (open == "[" || open == "{[") complete = at + 1, open_then = open.size();  // a row of the file, or several
        if (open.empty()) {
          documents.push_back({begin, at + 1, true, at + 1, ""});
          return at + 1;
        }
      } else if (c == 'N' || c == 'n' || c == 'I' || c == 'i' || c == '-' || c == '+') {
        if (before == ':' || before == ',' || before == '[')
          if (const size_t length = no_number_at(text_, at); length > 0) {
            no_numbers.emplace_back(at, length);
            at += length - 1;
          }
      }
      if (white_space.find(text_[at]) == std::string_view::npos) before = text_[at];
    }
    return cut(begin, std::string_view::npos, complete, open.substr(0, open_then));
  }

  // Of the string that begins here: its closing quote, or the line break that no string holds; npos at the text's end.
  size_t end_of_string(size_t at) const {
    for (++at; at < text_.size(); ++at) {
      if (text_[at] == '"' || text_[at] == '\n') return at;
      if (text_[at] == '\\' && at + 1 < text_.size() && text_[at + 1] != '\n') ++at;
    }
    return std::string_view::npos;
  }

  // `open` is what was open where the last row ended; it is still the beginning of what is open now.
  size_t cut(size_t begin, size_t end, size_t complete, std::string_view open) {
    std::string closers;
    for (const char bracket : open) closers.insert(closers.begin(), bracket == '{' ? '}' : ']');
    if (end != std::string_view::npos) closers.clear();
    end = std::min(end, text_.size());
    documents.push_back({begin, end, false, complete, closers});
    return end;
  }

  std::string_view text_;
  std::vector<Document> behind_text_;
};

// Writes parts of a text one after the other.
class PartWriter {
 public:
  PartWriter(std::string_view text, const std::vector<std::pair<size_t, size_t>>& no_numbers)
      : text_(text), no_numbers_(no_numbers) {}

  std::string out;

  void copy(size_t begin, size_t end) {
    while (next_ < no_numbers_.size() && no_numbers_[next_].first < begin) ++next_;
    for (; next_ < no_numbers_.size() && no_numbers_[next_].first < end; ++next_) {
      const auto [at, length] = no_numbers_[next_];
      out += text_.substr(begin, at - begin);
      constexpr std::string_view unknown = "null";
      if (length < unknown.size() && out.ends_with(' ')) out.pop_back();  // so that columns stay
      out += unknown;
      out.append(length - std::min(length, unknown.size()), ' ');
      begin = at + length;
    }
    out += text_.substr(begin, end - begin);
  }
  // Nothing of it but its line breaks, and what stands before the part that follows in its line.
  void pass_over(size_t begin, size_t end) {
    const std::string_view gap = text_.substr(begin, end - begin);
    out.append(static_cast<size_t>(std::ranges::count(gap, '\n')), '\n');
    const std::string_view rest = gap.substr(gap.rfind('\n') + 1);  // npos + 1 is 0
    out.append(rest.size(), ' ');
  }

 private:
  std::string_view text_;
  const std::vector<std::pair<size_t, size_t>>& no_numbers_;
  size_t next_ = 0;
};

std::string first_line(std::string_view text) {
  const size_t start = std::min(text.find_first_not_of(white_space), text.size());
  return std::string(text.substr(start, std::min(text.find_first_of("\r\n", start), text.size()) - start));
}

}  // namespace

std::optional<std::string> as_utf8(std::string_view bytes, std::string_view name) {
  const auto fail = [&](std::string_view what) {
    throw FormatError(fmt::format("{}: {}; write it again as UTF-8", name, what));
  };
  for (const Packed& one : packed)
    if (bytes.starts_with(one.start)) throw FormatError(fmt::format("{}: is {}", name, one.what));
  constexpr std::string_view mark = "\xef\xbb\xbf";
  if (bytes.starts_with(mark)) return std::string(bytes.substr(mark.size()));
  const bool little = bytes.starts_with("\xff\xfe") || (!is_zero(bytes, 0) && is_zero(bytes, 1));
  const bool big = bytes.starts_with("\xfe\xff") || (is_zero(bytes, 0) && bytes.size() > 1 && !is_zero(bytes, 1));
  if ((little && is_zero(bytes, 2) && is_zero(bytes, 3)) || (is_zero(bytes, 0) && is_zero(bytes, 1)))
    fail("is UTF-32, or no text at all");
  if (!little && !big) return std::nullopt;
  return of_utf16(bytes, big, fail);
}

ImportText import_text(std::string_view text, std::string_view name) {
  const size_t start = text.find_first_not_of(white_space);
  if (start == std::string_view::npos)
    throw FormatError(fmt::format("{}:1:1: the file is empty: nothing was written into it; {}", name, as_json));
  if (text[start] == '<') throw FormatError(fmt::format("{}: is a page (HTML or XML), not JSON; {}", name, as_json));
  DocumentFinder finder(text);
  finder.find();
  std::vector<Document> documents = finder.documents;
  // A text that is none of this goes to the parser, which says what is wrong with it.
  if (documents.empty() && (text[start] == '{' || text[start] == '[')) return {std::string(text), false, "", {}};
  if (documents.empty())
    throw FormatError(
        fmt::format("{}: holds no JSON, but lines like {}; {}", name, in_quotes(first_line(text)), as_json));

  ImportText made;
  const bool are_several = documents.size() > 1;
  if (are_several) {
    long line = 1;
    size_t counted = 0;
    for (const Document& one : documents) {
      line += std::ranges::count(text.substr(counted, one.begin - counted), '\n');
      counted = one.begin;
      if (!one.whole) made.cut_rows.push_back(line);
    }
    if (made.cut_rows.size() < documents.size())
      std::erase_if(documents, [](const Document& one) { return !one.whole; });
  }
  made.joined = are_several;
  PartWriter writer(text, finder.no_numbers);
  writer.out.reserve(text.size() + text.size() / 64 + 2);
  if (are_several) writer.out += '[';
  size_t done = 0;
  bool first = true;
  for (Document one : documents) {
    if (are_several && text[one.begin] == '[') {  // a list among others gives its elements
      const size_t inner = text.find_first_not_of(white_space, one.begin + 1);
      if (inner + 1 >= one.end) continue;
      ++one.begin, --one.end;
    }
    if (!first) writer.out += ',';
    first = false;
    writer.pass_over(done, one.begin);
    writer.copy(one.begin, one.end);
    done = one.end;
  }
  writer.pass_over(done, text.size());
  if (are_several) writer.out += ']';
  made.json = std::move(writer.out);
  if (const Document& one = documents.front(); !are_several && !one.closers.empty()) {
    PartWriter closed(text, finder.no_numbers);
    closed.pass_over(0, one.begin);
    closed.copy(one.begin, one.complete);
    made.closed = closed.out + one.closers;
    const size_t rest = std::min(text.find_first_not_of(" \t\r\n,", one.complete), text.size());
    made.cut_rows = {1 + std::ranges::count(text.substr(0, rest), '\n')};
  }
  return made;
}

}  // namespace gpupeak
