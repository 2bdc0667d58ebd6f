// Words of messages and names: a noun and how many of it, a text cut short, the name that was meant, patterns of ids.
#pragma once

#include <concepts>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace gpupeak {

// "cases": of nouns that take an s, or es behind an s or a ch.
std::string plural(std::string_view noun);

// "1 case", "12 cases", "3 fresh processes"
std::string count_of(std::integral auto count, std::string_view noun) {
  return std::to_string(count) + ' ' + (count == 1 ? std::string(noun) : plural(noun));
}

// A text cut to a length fit for a message: its first and last bytes with "…" between them, never a part of a UTF-8
// character; unchanged where that is no shorter.
std::string shortened(std::string_view text, size_t head, size_t tail);

// "Did you mean": the known name nearest to one that nobody knows. The one with the smallest edit distance, empty when
// none is near (more than a third of its length away, at least 2).
std::string nearest(std::string_view wrong, const std::vector<std::string>& known);

// "; did you mean 'matmul'?" or "; known: a, b, c" when none is near.
std::string suggestion(std::string_view wrong, const std::vector<std::string>& known);

// Shell-like patterns on case ids: * is any run of characters (slashes too), ? is any one. True when `pattern` matches
// all of `text`. Linear space, at most |pattern| x |text| steps.
bool glob_matches(std::string_view pattern, std::string_view text);

}  // namespace gpupeak
