#include "core/case.h"

#include <charconv>
#include <stdexcept>

namespace gpupeak {

void Case::set(std::string_view name, std::string value) {
  for (auto& [key, old] : values_) {
    if (key == name) {
      old = std::move(value);
      return;
    }
  }
  values_.emplace_back(name, std::move(value));
}

std::string Case::id() const { return id_without({}); }

std::string Case::id_without(std::string_view name) const {
  std::string text = suite_;
  for (const auto& [key, value] : values_)
    if (key != name) text.append("/").append(key).append("=").append(value);
  return text;
}

bool Case::has(std::string_view name) const {
  for (const auto& [key, value] : values_)
    if (key == name) return true;
  return false;
}

const std::string& Case::text(std::string_view name) const {
  for (const auto& [key, value] : values_)
    if (key == name) return value;
  throw std::out_of_range(id() + ": has no axis '" + std::string(name) + "'");
}

int64_t Case::integer(std::string_view name) const {
  const std::string& value = text(name);
  int64_t number = 0;
  const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
  if (error != std::errc() || end != value.data() + value.size())
    throw std::invalid_argument(id() + ": " + std::string(name) + "=" + value + " is not a whole number");
  return number;
}

}  // namespace gpupeak
