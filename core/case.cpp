#include "core/case.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <set>
#include <stdexcept>

namespace gpupeak {
namespace {

bool is_encoded(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return c == '/' || c == '=' || c == '%' || byte < 0x20 || byte == 0x7f;
}

// What was encoded; nothing where it is written in another way than encoded() writes it.
std::optional<std::string> decoded(std::string_view text) {
  std::string plain;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      plain += text[i];
      continue;
    }
    if (text.size() - i < 3) return std::nullopt;
    unsigned byte = 0;
    const char* const digits = text.data() + i + 1;
    if (std::from_chars(digits, digits + 2, byte, 16).ptr != digits + 2) return std::nullopt;
    plain += static_cast<char>(byte);
    i += 2;
  }
  return encoded(plain) == text ? std::optional(std::move(plain)) : std::nullopt;
}

}  // namespace

std::string encoded(std::string_view text) {
  std::string written;
  written.reserve(text.size());
  for (const char c : text)
    if (is_encoded(c))
      written += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    else
      written += c;
  return written;
}

std::optional<Case> Case::of_id(std::string_view id) {
  const auto next = [&id] {
    const size_t end = std::min(id.find('/'), id.size());
    const std::string_view part = id.substr(0, end);
    id.remove_prefix(std::min(end + 1, id.size()));
    return part;
  };
  const bool ends_in_nothing = id.ends_with('/');
  std::optional<std::string> suite = decoded(next());
  if (!suite || ends_in_nothing) return std::nullopt;
  Case found(*std::move(suite));
  std::set<std::string> axes;
  while (!id.empty()) {
    const std::string_view part = next();
    const size_t equals = part.find('=');
    if (equals == std::string_view::npos) return std::nullopt;
    std::optional<std::string> axis = decoded(part.substr(0, equals)), value = decoded(part.substr(equals + 1));
    if (!axis || !value || !axes.insert(*axis).second) return std::nullopt;
    found.values_.emplace_back(*std::move(axis), *std::move(value));
  }
  return found;
}

void Case::set(std::string_view name, std::string value) {
  for (auto& [key, old] : values_) {
    if (key == name) {
      old = std::move(value);
      return;
    }
  }
  values_.emplace_back(name, std::move(value));
}

std::string Case::id() const { return id_without(std::nullopt); }

std::string Case::id_without(std::optional<std::string_view> name) const {
  std::string text = encoded(suite_);
  for (const auto& [key, value] : values_)
    if (!name || key != *name) text.append("/").append(encoded(key)).append("=").append(encoded(value));
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
