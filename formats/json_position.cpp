// Finds a JSON pointer in the text by parsing it a second time: only done to word an error.
#include "formats/json_position.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <vector>

namespace gpupeak {
namespace {

// "/a/b~1c/0" → {"a", "b/c", "0"}
std::vector<std::string> tokens_of(std::string_view pointer) {
  std::vector<std::string> tokens;
  for (size_t i = 0; i < pointer.size(); ++i) {
    const bool escape = pointer[i] == '~' && i + 1 < pointer.size();
    if (pointer[i] == '/')
      tokens.emplace_back();
    else if (tokens.empty())
      break;
    else
      tokens.back() += escape ? (pointer[++i] == '1' ? '/' : '~') : pointer[i];
  }
  return tokens;
}

// Listens to the parser until the target passes by, then asks it to stop.
class Seeker {
 public:
  Seeker(std::string_view text, std::string_view pointer) : text_(text), target_(tokens_of(pointer)) {}

  bool null() { return value(); }
  bool boolean(bool) { return value(); }
  bool number_integer(nlohmann::json::number_integer_t) { return value(); }
  bool number_unsigned(nlohmann::json::number_unsigned_t) { return value(); }
  bool number_float(nlohmann::json::number_float_t, const std::string&) { return value(); }
  bool string(std::string&) { return value(); }
  bool binary(nlohmann::json::binary_t&) { return value(); }
  bool start_object(size_t) { return open(false); }
  bool start_array(size_t) { return open(true); }
  bool end_object() { return close(); }
  bool end_array() { return close(); }
  bool parse_error(size_t, const std::string&, const nlohmann::json::exception&) { return false; }

  bool key(std::string& name) {
    frames_.back().child_on_path =
        frames_.back().on_path && frames_.size() <= target_.size() && name == target_[frames_.size() - 1];
    return !(frames_.back().child_on_path && frames_.size() == target_.size() && found());
  }

  const char* read = nullptr;  // how far the parser got
  size_t offset = 0;           // of the target

 private:
  struct Frame {
    bool array = false;
    bool on_path = false;        // this container is the target or holds it
    bool child_on_path = false;  // so does the child that comes next
    size_t next = 0;             // its index, in an array
  };

  bool found() {
    offset = token_start(text_, static_cast<size_t>(read - text_.data()));
    return true;
  }
  // Whether the value that begins now is on the way to the target.
  bool enter() {
    if (frames_.empty()) return true;
    Frame& parent = frames_.back();
    if (parent.array)
      parent.child_on_path = parent.on_path && frames_.size() <= target_.size() &&
                             std::to_string(parent.next++) == target_[frames_.size() - 1];
    return parent.child_on_path;
  }
  bool value() {
    if (enter() && frames_.size() == target_.size()) return !found();
    return true;
  }
  bool open(bool array) {
    const bool on_path = enter();
    if (on_path && frames_.size() == target_.size()) return !found();
    frames_.push_back({array, on_path});
    return true;
  }
  bool close() {
    frames_.pop_back();
    return true;
  }

  std::string_view text_;
  std::vector<std::string> target_;
  std::vector<Frame> frames_;
};

// Notes where a member of each element of one of the root's lists stands.
class MemberSeeker {
 public:
  MemberSeeker(std::string_view text, std::string_view list, std::string_view member)
      : text_(text), list_(list), member_(member) {}

  bool null() { return true; }
  bool boolean(bool) { return true; }
  bool number_integer(nlohmann::json::number_integer_t) { return true; }
  bool number_unsigned(nlohmann::json::number_unsigned_t) { return true; }
  bool number_float(nlohmann::json::number_float_t, const std::string&) { return true; }
  bool string(std::string&) { return true; }
  bool binary(nlohmann::json::binary_t&) { return true; }
  bool start_object(size_t) { return ++depth_ > 0; }
  bool start_array(size_t) { return ++depth_ > 0; }
  bool end_object() { return depth_-- > 0; }
  bool end_array() { return depth_-- > 0; }
  bool parse_error(size_t, const std::string&, const nlohmann::json::exception&) { return false; }

  bool key(std::string& name) {
    constexpr int of_the_root = 1, of_an_element = 3;  // the list itself is between them
    if (depth_ == of_the_root) in_list_ = name == list_;
    if (depth_ == of_an_element && in_list_ && name == member_)
      offsets.push_back(token_start(text_, static_cast<size_t>(read - text_.data())));
    return true;
  }

  const char* read = nullptr;  // how far the parser got
  std::vector<size_t> offsets;

 private:
  std::string_view text_, list_, member_;
  int depth_ = 0;
  bool in_list_ = false;
};

bool part_of_a_word(char c) {
  return std::string_view("+-.").find(c) != std::string_view::npos || std::isalnum(static_cast<unsigned char>(c));
}

}  // namespace

size_t token_start(std::string_view text, size_t read) {
  size_t end = std::min(read, text.size());
  if (end == 0) return 0;
  if (text[end - 1] == '"' || text[end - 1] == '{' || text[end - 1] == '[') {
    size_t start = end - 1;
    if (text[start] != '"') return start;
    while (start-- > 0) {  // back to the opening quote: the one that no backslash escapes
      if (text[start] != '"') continue;
      size_t backslashes = 0;
      while (backslashes < start && text[start - 1 - backslashes] == '\\') ++backslashes;
      if (backslashes % 2 == 0) return start;
    }
    return 0;
  }
  if (!part_of_a_word(text[end - 1])) --end;  // numbers are only known to end by what follows them
  while (end > 0 && part_of_a_word(text[end - 1])) --end;
  return end;
}

std::string place(std::string_view text, std::string_view name, size_t offset) {
  const std::string_view before = text.substr(0, std::min(offset, text.size()));
  const auto line = 1 + std::count(before.begin(), before.end(), '\n');
  const std::string_view row = before.substr(before.rfind('\n') + 1);  // npos + 1 is 0
  const auto continues = [](char c) { return (static_cast<unsigned char>(c) & 0xc0) == 0x80; };
  const auto column = 1 + static_cast<long>(row.size()) - std::count_if(row.begin(), row.end(), continues);
  return fmt::format("{}:{}:{}", name, line, column);
}

size_t locate(std::string_view text, std::string_view pointer, bool comments) {
  Seeker seeker(text, pointer);
  const char* const end = text.data() + text.size();
  nlohmann::json::sax_parse(CountingIterator(text.data(), &seeker.read), CountingIterator(end, &seeker.read), &seeker,
                            nlohmann::json::input_format_t::json, true, comments);
  return seeker.offset;
}

std::vector<size_t> locate_members(std::string_view text, std::string_view list, std::string_view member,
                                   bool comments) {
  MemberSeeker seeker(text, list, member);
  const char* const end = text.data() + text.size();
  nlohmann::json::sax_parse(CountingIterator(text.data(), &seeker.read), CountingIterator(end, &seeker.read), &seeker,
                            nlohmann::json::input_format_t::json, true, comments);
  return std::move(seeker.offsets);
}

}  // namespace gpupeak
