// Where in a JSON text an event of the parser lies: nlohmann's SAX interface does not say, so the characters it takes
// are counted.
#pragma once

#include <cstddef>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

namespace gpupeak {

// Reads a text and leaves behind how far it got.
class CountingIterator {
 public:
  using iterator_category = std::input_iterator_tag;
  using value_type = char;
  using difference_type = std::ptrdiff_t;
  using pointer = const char*;
  using reference = const char&;

  CountingIterator(const char* at, const char** furthest) : at_(at), furthest_(furthest) {}

  reference operator*() const { return *at_; }
  CountingIterator& operator++() {
    *furthest_ = ++at_;
    return *this;
  }
  CountingIterator operator++(int) {
    CountingIterator before = *this;
    ++*this;
    return before;
  }
  bool operator==(const CountingIterator& other) const { return at_ == other.at_; }
  bool operator!=(const CountingIterator& other) const { return at_ != other.at_; }

 private:
  const char* at_;
  const char** furthest_;
};

// Offset of the first character of the token that the parser has just taken when it had read `read` characters.
size_t token_start(std::string_view text, size_t read);

// "name:line:column", both from 1, columns in characters.
std::string place(std::string_view text, std::string_view name, size_t offset);

// Offset of what a JSON pointer names, 0 when there is no such thing.
size_t locate(std::string_view text, std::string_view pointer, bool comments);

// Offsets of the key `member` in the objects of the root's list `list`, in their order, found in one pass.
std::vector<size_t> locate_members(std::string_view text, std::string_view list, std::string_view member,
                                   bool comments);

}  // namespace gpupeak
