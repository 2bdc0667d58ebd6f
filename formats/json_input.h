// The one way into a JSON text: sizes, depth, numbers, keys and encoding are checked while parsing, so that nothing
// behind it can be surprised by a hostile file. Errors are FormatErrors: "FILE:LINE:COLUMN: what; remedy".
#pragma once

#include <cstddef>
#include <functional>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "formats/error.h"

namespace gpupeak {

using Json = nlohmann::ordered_json;  // keeps the order of keys

// What kind of file is being read.
struct InputKind {
  std::string_view what;                 // "a gpupeak report"
  std::string_view remedy;               // ends every message: "write it again with 'gpupeak run --out DIR'"
  size_t max_bytes = size_t{256} << 20;  // of text that becomes one value
  size_t max_text = 0;                   // of text whose elements are handed over; 0: no more than max_bytes
  int max_depth = 64;                    // nothing behind the parser may recurse deeper than this
  bool comments = false;                 // "//" and "/* */"
  // In an object that has this key already, a further one may be called like one before, which stays the one that is
  // found: google-benchmark writes counters behind its own keys, whatever they are called.
  std::string_view repeats_after = {};
};

// Throws FormatError. Rejects duplicate keys (but for repeats_after), numbers that overflow to infinity, invalid UTF-8,
// anything after the value.
Json parse_json(std::string_view text, std::string_view name, const InputKind& kind);

// The same, but each element of the list that is the root's member `key` goes to `take` as soon as it is complete, and
// the list stays empty: no value ever holds the whole text. What is not handed over may still have max_bytes.
using TakeElement = std::function<void(Json&&)>;
Json parse_json(std::string_view text, std::string_view name, const InputKind& kind, std::string_view key,
                const TakeElement& take);

// An error at the value (in an object: at its key) that a JSON pointer names in a text that parse_json accepted.
FormatError error_at(std::string_view pointer, std::string_view text, std::string_view name, const InputKind& kind,
                     std::string_view what);

// A string as JSON writes it, cut to a length fit for a message; never raw control characters.
std::string in_quotes(std::string_view text);

}  // namespace gpupeak
