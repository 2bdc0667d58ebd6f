// A SAX handler over nlohmann's (iterative) parser that builds the value and says no as early as possible.
#include "formats/json_input.h"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_set>
#include <vector>

#include "core/text.h"
#include "core/utf8.h"
#include "formats/json_position.h"

namespace gpupeak {
namespace {

// A cause that ends in "did you mean 'x'?" is its own remedy.
FormatError error(std::string_view where, std::string_view what, std::string_view remedy) {
  if (what.ends_with('?')) return FormatError(fmt::format("{}: {}", where, what));
  return FormatError(fmt::format("{}: {}; {}", where, what, remedy));
}

class Builder {
 public:
  Builder(std::string_view text, std::string_view name, const InputKind& kind, std::string_view handed_key,
          const TakeElement* take)
      : text_(text), name_(name), kind_(kind), handed_key_(handed_key), take_(take) {}

  bool null() { return add(nullptr); }
  bool boolean(bool v) { return add(v); }
  bool number_integer(Json::number_integer_t v) { return add(v); }
  bool number_unsigned(Json::number_unsigned_t v) { return add(v); }
  bool number_float(Json::number_float_t v, const std::string&) { return add(v); }
  bool string(std::string& v) { return add(std::move(v)); }
  bool binary(Json::binary_t&) { return false; }  // has no place in a text
  bool start_object(size_t) { return open(with_room(Json::object_t())); }
  bool start_array(size_t) { return open(with_room(Json::array_t())); }
  bool end_object() { return close(); }
  bool end_array() { return close(); }

  bool key(std::string& name) {
    if (!new_key(name) && !may_repeat())
      fail(token_start(text_, consumed()), fmt::format("key {} appears twice", in_quotes(name)));
    key_ = std::move(name);
    return true;
  }

  bool parse_error(size_t position, const std::string& token, const nlohmann::json::exception& e) {
    const std::string_view what = e.what();
    const size_t offset = position == 0 ? 0 : position - 1;
    if (what.find("number overflow") != std::string_view::npos)
      fail(token_start(text_, consumed()), fmt::format("number {} is too large", in_quotes(token)));
    if (what.find("ill-formed UTF-8") != std::string_view::npos) fail(offset, "the text is not valid UTF-8");
    if (consumed() > 0 && text_[consumed() - 1] == '\0')
      fail(consumed() - 1, "not JSON: a zero byte, as in a binary file");
    if (what.find("unexpected end of input") != std::string_view::npos)
      fail(offset, "the text ends too early, as if the file was cut off");
    // "…: syntax error while parsing value - invalid literal; last read: 'nul'; expected …": what was read may be long.
    const size_t cause = what.find(" - "), rest = what.find("; last read");
    fail(offset,
         fmt::format("not JSON: {} near {}",
                     cause == std::string_view::npos ? "syntax error" : what.substr(cause + 3, rest - cause - 3),
                     in_quotes(token)));
  }

  Json take() { return std::move(root_); }

  const char* read = nullptr;  // how far the parser got

 private:
  // For as many entries as the longest before it in this depth had: what a list holds is mostly alike, and growing
  // takes time. No more than a few: a single long one says nothing of the rest.
  template <class Container>
  Json with_room(Container&& container) {
    longest_.resize(std::max(longest_.size(), open_.size() + 1));
    container.reserve(std::min<size_t>(longest_[open_.size()], 64));
    return std::forward<Container>(container);
  }

  struct Open {
    Json* value;
    std::unordered_set<std::string> keys;  // of a large object
  };

  size_t consumed() const { return static_cast<size_t>(read - text_.data()); }

  [[noreturn]] void fail(size_t offset, std::string_view what) const {
    throw error(place(text_, name_, offset), what, kind_.remedy);
  }

  // Small objects are searched; large ones keep a set, so that a million keys do not take a trillion steps.
  bool new_key(const std::string& name) {
    constexpr size_t small = 32;
    Open& object = open_.back();
    const auto& members = object.value->get_ref<const Json::object_t&>();
    if (members.size() < small) {
      for (const auto& member : members)
        if (member.first == name) return false;
      return true;
    }
    if (object.keys.empty())
      for (const auto& member : members) object.keys.insert(member.first);
    return object.keys.insert(name).second;
  }

  // Looks at a few keys only, so that a million that repeat do not take a trillion steps.
  bool may_repeat() const {
    constexpr size_t few = 32;
    const auto& members = open_.back().value->get_ref<const Json::object_t&>();
    const auto known = [&](const auto& member) { return member.first == kind_.repeats_after; };
    return !kind_.repeats_after.empty() &&
           std::any_of(members.begin(), members.begin() + static_cast<ptrdiff_t>(std::min(members.size(), few)), known);
  }

  Json* place_value(Json&& value) {
    if (open_.empty()) return &(root_ = std::move(value));
    if (Json& parent = *open_.back().value; parent.is_array()) {
      auto& items = parent.get_ref<Json::array_t&>();
      items.push_back(std::move(value));
      return &items.back();
    } else {
      auto& members = parent.get_ref<Json::object_t&>();
      members.emplace_back(std::move(key_), std::move(value));  // a plain append: key() has searched already
      return &members.back().second;
    }
  }
  template <class T>
  bool add(T&& value) {
    place_value(Json(std::forward<T>(value)));
    if (take_) hand_over();
    return true;
  }
  bool open(Json&& container) {
    if (static_cast<int>(open_.size()) >= kind_.max_depth)
      fail(consumed() - 1, fmt::format("nested more than {} deep", kind_.max_depth));
    const bool handed =
        take_ && open_.size() == 1 && container.is_array() && open_.back().value->is_object() && key_ == handed_key_;
    open_.push_back({place_value(std::move(container)), {}});
    if (handed) handed_list_ = open_.back().value, kept_since_ = consumed();
    return true;
  }
  bool close() {
    const size_t length = open_.back().value->size();
    if (open_.back().value == handed_list_) handed_list_ = nullptr;
    open_.pop_back();
    longest_[open_.size()] = std::max(longest_[open_.size()], length);
    if (take_) hand_over();
    return true;
  }

  // A value is complete: is it an element to be handed over?
  void hand_over() {
    if (consumed() - handed_bytes_ > kind_.max_bytes)
      fail(consumed() - 1, fmt::format("more than {} bytes that are not single {}", kind_.max_bytes, handed_key_));
    if (!handed_list_ || open_.back().value != handed_list_) return;
    auto& items = handed_list_->get_ref<Json::array_t&>();
    if (items.empty()) return;
    (*take_)(std::move(items.back()));
    items.clear();
    handed_bytes_ += consumed() - kept_since_;
    kept_since_ = consumed();
  }

  std::string_view text_, name_;
  const InputKind& kind_;
  Json root_;
  std::vector<Open> open_;
  std::vector<size_t> longest_;  // of the containers closed in each depth
  std::string key_;

  std::string_view handed_key_;
  const TakeElement* take_;                   // null: nothing is handed over
  Json* handed_list_ = nullptr;               // while it is open
  size_t handed_bytes_ = 0, kept_since_ = 0;  // of the text; where the element that comes begins
};

Json parse(std::string_view text, std::string_view name, const InputKind& kind, std::string_view key,
           const TakeElement* take) {
  const size_t most = take && kind.max_text > 0 ? kind.max_text : kind.max_bytes;
  if (text.size() > most)
    throw error(name, fmt::format("{} bytes are more than {} may have ({} bytes)", text.size(), kind.what, most),
                kind.remedy);
  if (text.find_first_not_of(" \t\r\n") == std::string_view::npos)
    throw error(place(text, name, 0), fmt::format("the file is empty, expected {}", kind.what), kind.remedy);

  Builder builder(text, name, kind, key, take);
  builder.read = text.data();
  const char* const end = text.data() + text.size();
  Json::sax_parse(CountingIterator(text.data(), &builder.read), CountingIterator(end, &builder.read), &builder,
                  Json::input_format_t::json, true, kind.comments);
  return builder.take();
}

}  // namespace

Json parse_json(std::string_view text, std::string_view name, const InputKind& kind) {
  return parse(text, name, kind, "", nullptr);
}

Json parse_json(std::string_view text, std::string_view name, const InputKind& kind, std::string_view key,
                const TakeElement& take) {
  return parse(text, name, kind, key, &take);
}

FormatError error_at(std::string_view pointer, std::string_view text, std::string_view name, const InputKind& kind,
                     std::string_view what) {
  const std::string where = place(text, name, locate(text, pointer, kind.comments));
  if (pointer.empty()) return error(where, what, kind.remedy);
  constexpr size_t head = 60, tail = 100;  // the field at fault is at the end
  const std::string path = Json(valid_utf8(shortened(pointer, head, tail))).dump();
  return error(where, fmt::format("at {}: {}", path, what), kind.remedy);
}

std::string in_quotes(std::string_view text) {
  constexpr size_t longest = 80;
  const bool cut = text.size() > longest;
  return Json(valid_utf8(text.substr(0, longest)) + (cut ? "…" : "")).dump();
}

}  // namespace gpupeak
