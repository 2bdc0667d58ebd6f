// A short number for a text, the same on every machine and in every version.
#pragma once

#include <cstdint>
#include <string_view>

namespace gpupeak {

// FNV-1a, 64 bits (http://www.isthe.com/chongo/tech/comp/fnv).
constexpr uint64_t hash_of(std::string_view text) {
  uint64_t hash = 0xcbf29ce484222325;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3;
  return hash;
}

// Its published test vectors: what was named by it keeps its name.
static_assert(hash_of("") == 0xcbf29ce484222325 && hash_of("a") == 0xaf63dc4c8601ec8c &&
              hash_of("foobar") == 0x85944171f73967e8);

}  // namespace gpupeak
