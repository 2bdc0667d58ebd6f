// An enumeration's names as a table that is read both ways.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace gpupeak {

template <class Id>
struct Named {
  Id id;
  std::string_view name;
};

template <class Id, size_t N>
constexpr std::string_view name_of(const Named<Id> (&table)[N], Id id) {
  for (const auto& entry : table)
    if (entry.id == id) return entry.name;
  return "?";
}

template <class Id, size_t N>
constexpr std::optional<Id> id_of(const Named<Id> (&table)[N], std::string_view text) {
  for (const auto& entry : table)
    if (entry.name == text) return entry.id;
  return std::nullopt;
}

}  // namespace gpupeak
