#include "tests/support/markup_reader.h"

#include <array>
#include <set>
#include <stdexcept>

namespace gpupeak::testing {
namespace {

const std::set<std::string, std::less<>> without_end{"meta", "br", "input", "link"};
const std::set<std::string, std::less<>> raw{"script", "style"};
constexpr std::array<std::string_view, 5> entities{"&amp;", "&lt;", "&gt;", "&quot;", "&#39;"};

class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  std::vector<Element> read() {
    if (text_.starts_with("<!DOCTYPE html>")) at_ = 15;
    while (at_ < text_.size()) text_[at_] == '<' ? tag() : content();
    if (!open_.empty()) fail("no end of <" + elements_[open_.back()].name + ">");
    return elements_;
  }

 private:
  [[noreturn]] void fail(const std::string& what) const {
    throw std::runtime_error(what + " at: " + std::string(text_.substr(at_, 60)));
  }

  // One character of text or of an attribute, or one entity.
  std::string character() {
    const char c = text_[at_];
    if (static_cast<unsigned char>(c) < 0x20 && c != '\n') fail("a control character");
    if (c != '&') return {text_[at_++]};
    for (const std::string_view entity : entities)
      if (text_.substr(at_).starts_with(entity)) return at_ += entity.size(), std::string(entity);
    fail("an ampersand that begins no entity");
  }

  void content() {
    const std::string c = character();
    if (!open_.empty()) elements_[open_.back()].text += c;
  }

  void spaces() {
    while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\n')) ++at_;
  }

  std::string word() {
    const size_t end = text_.find_first_of(" \n=/>\"'<", at_);
    if (end == std::string_view::npos || end == at_) fail("a name is missing");
    std::string found(text_.substr(at_, end - at_));
    at_ = end;
    return found;
  }

  void tag() {
    ++at_;
    if (text_.substr(at_).starts_with('/')) return end_tag();
    Element element{.name = word(), .attributes = {}, .text = {}};
    for (spaces(); text_[at_] != '>' && text_[at_] != '/'; spaces()) attribute(element);
    const bool closed = text_[at_] == '/' || without_end.contains(element.name);
    if (text_[at_] == '/') ++at_;
    if (text_[at_] != '>') fail("a tag has no end");
    ++at_;
    elements_.push_back(element);
    if (closed) return;
    open_.push_back(elements_.size() - 1);
    if (raw.contains(element.name)) raw_text(element.name);
  }

  void attribute(Element& element) {
    const std::string name = word();
    std::string value;
    if (text_[at_] == '=') {
      ++at_;
      if (text_[at_++] != '"') fail("an attribute without quotes");
      while (at_ < text_.size() && text_[at_] != '"') {
        if (text_[at_] == '<') fail("a tag in an attribute");
        value += character();
      }
      ++at_;
    }
    if (!element.attributes.emplace(name, value).second) fail("an attribute comes twice: " + name);
  }

  void raw_text(const std::string& name) {
    const size_t end = text_.find("</" + name, at_);
    if (end == std::string_view::npos) fail("no end of " + name);
    elements_.back().text = text_.substr(at_, end - at_);
    at_ = end;
  }

  void end_tag() {
    ++at_;
    const std::string name = word();
    if (open_.empty() || elements_[open_.back()].name != name) fail("</" + name + "> ends nothing");
    if (text_[at_] != '>') fail("an end tag has no end");
    ++at_;
    open_.pop_back();
  }

  std::string_view text_;
  size_t at_ = 0;
  std::vector<Element> elements_;
  std::vector<size_t> open_;
};

}  // namespace

std::vector<Element> read_markup(std::string_view text) { return Reader(text).read(); }

}  // namespace gpupeak::testing
