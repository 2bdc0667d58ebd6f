// "1 case", "12 cases", "3 fresh processes".
#pragma once

#include <concepts>
#include <string>
#include <string_view>

namespace gpupeak {

// Of nouns that take an s, or es behind an s or a ch.
std::string plural(std::string_view noun);

std::string count_of(std::integral auto count, std::string_view noun) {
  return std::to_string(count) + ' ' + (count == 1 ? std::string(noun) : plural(noun));
}

}  // namespace gpupeak
