// JSON written piece by piece: a document of any size takes the memory of its buffer. Texts are escaped, a number that
// JSON cannot hold is null.
#pragma once

#include <cstdint>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

namespace gpupeak {

class JsonStream {
 public:
  explicit JsonStream(std::ostream& out) : out_(out) {}
  ~JsonStream() { flush(); }
  JsonStream(const JsonStream&) = delete;
  JsonStream& operator=(const JsonStream&) = delete;

  JsonStream& object() { return open('{', '}'); }
  JsonStream& array() { return open('[', ']'); }
  JsonStream& end();                          // of the innermost object or array
  JsonStream& key(std::string_view foreign);  // of the value that follows
  JsonStream& text(std::string_view foreign);
  JsonStream& number(std::optional<double>);
  JsonStream& whole(int64_t);
  JsonStream& boolean(bool);
  JsonStream& line();  // a line break where the next value begins, or after the last one

  JsonStream& text(std::string_view name, std::string_view foreign) { return key(name).text(foreign); }
  JsonStream& number(std::string_view name, std::optional<double> value) { return key(name).number(value); }
  JsonStream& whole(std::string_view name, int64_t value) { return key(name).whole(value); }

  void flush();

 private:
  JsonStream& open(char opening, char closing);
  void begin_value();

  struct Level {
    char closing;
    bool empty = true;
  };
  std::ostream& out_;
  std::string buffer_;
  std::vector<Level> levels_;
  bool after_key_ = false, line_ = false;
};

}  // namespace gpupeak
