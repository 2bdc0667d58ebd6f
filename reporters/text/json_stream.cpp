#include "reporters/text/json_stream.h"

#include <array>
#include <charconv>
#include <cmath>

#include "reporters/text/escape.h"

namespace gpupeak {

JsonStream& JsonStream::end() {
  const char closing = levels_.back().closing;
  levels_.pop_back();
  if (line_) buffer_ += '\n';
  line_ = false;
  buffer_ += closing;
  if (levels_.empty()) flush();
  return *this;
}

JsonStream& JsonStream::key(std::string_view foreign) {
  begin_value();
  ((buffer_ += '"') += json_text(foreign)) += "\":";
  after_key_ = true;
  return *this;
}

JsonStream& JsonStream::text(std::string_view foreign) {
  begin_value();
  ((buffer_ += '"') += json_text(foreign)) += '"';
  return *this;
}

// The shortest text that reads back as the same number.
JsonStream& JsonStream::number(std::optional<double> value) {
  begin_value();
  if (!value || !std::isfinite(*value)) {
    buffer_ += "null";
    return *this;
  }
  std::array<char, 32> digits;
  buffer_.append(digits.data(), std::to_chars(digits.data(), digits.data() + digits.size(), *value).ptr);
  return *this;
}

JsonStream& JsonStream::whole(int64_t value) {
  begin_value();
  std::array<char, 32> digits;
  buffer_.append(digits.data(), std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr);
  return *this;
}

JsonStream& JsonStream::boolean(bool value) {
  begin_value();
  buffer_ += value ? "true" : "false";
  return *this;
}

JsonStream& JsonStream::line() {
  line_ = true;
  if (!levels_.empty()) return *this;
  buffer_ += '\n';
  line_ = false;
  flush();
  return *this;
}

void JsonStream::flush() {
  out_ << buffer_;
  buffer_.clear();
}

JsonStream& JsonStream::open(char opening, char closing) {
  begin_value();
  buffer_ += opening;
  levels_.push_back({closing});
  return *this;
}

void JsonStream::begin_value() {
  constexpr size_t full = size_t{64} << 10;
  if (buffer_.size() >= full) flush();
  if (after_key_) {
    after_key_ = false;
    return;
  }
  if (levels_.empty()) return;
  if (!levels_.back().empty) buffer_ += ',';
  levels_.back().empty = false;
  if (line_) buffer_ += '\n';
  line_ = false;
}

}  // namespace gpupeak
