// An enumeration's names as a table that is read both ways.
#pragma once

#include <cstddef>
#include <iterator>
#include <optional>
#include <string_view>
#include <type_traits>

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

// Of any table whose rows have an `id` and a `name`.
template <class Rows>
constexpr auto id_of(const Rows& rows, std::string_view text) {
  std::optional<std::remove_cvref_t<decltype(std::begin(rows)->id)>> found;
  for (const auto& row : rows)
    if (!found && row.name == text) found = row.id;
  return found;
}

}  // namespace gpupeak
