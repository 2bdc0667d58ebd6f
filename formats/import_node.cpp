#include "formats/import_node.h"

#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <limits>

namespace gpupeak {
namespace {

// RFC 6901.
std::string token(std::string_view key) {
  std::string out = "/";
  for (const char c : key) out += c == '~' ? std::string("~0") : c == '/' ? "~1" : std::string(1, c);
  return out;
}

}  // namespace

std::optional<std::string> scalar_text(const Json& json) {
  if (json.is_string()) return json.get<std::string>();
  if (json.is_null() || json.is_structured()) return std::nullopt;
  return json.dump();
}

ImportNode ImportNode::at(std::string_view key) const {
  const auto found = json_->find(std::string(key));
  if (found == json_->end()) fail(fmt::format("has no {}", in_quotes(key)));
  return {*found, *source_, pointer_ + token(key)};
}

std::optional<ImportNode> ImportNode::find(std::string_view key) const {
  if (!json_->is_object()) return std::nullopt;
  const auto found = json_->find(std::string(key));
  if (found == json_->end() || found->is_null()) return std::nullopt;
  return ImportNode(*found, *source_, pointer_ + token(key));
}

std::vector<ImportNode> ImportNode::items() const {
  std::vector<ImportNode> all;
  if (!json_->is_array()) return all;
  all.reserve(json_->size());
  for (const Json& item : *json_) all.emplace_back(item, *source_, fmt::format("{}/{}", pointer_, all.size()));
  return all;
}

std::vector<std::pair<std::string, ImportNode>> ImportNode::members() const {
  std::vector<std::pair<std::string, ImportNode>> all;
  if (!json_->is_object()) return all;
  for (const auto& [key, value] : json_->get_ref<const Json::object_t&>())
    all.emplace_back(key, ImportNode(value, *source_, pointer_ + token(key)));
  return all;
}

std::optional<double> ImportNode::number() const {
  double value = NAN;
  if (json_->is_number()) value = json_->get<double>();
  if (json_->is_string()) {
    const auto& text = json_->get_ref<const std::string&>();
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size()) value = NAN;
  }
  return std::isfinite(value) ? std::optional(value) : std::nullopt;
}

std::string ImportNode::text_of(std::string_view key) const {
  const auto found = find(key);
  return found ? found->text().value_or("") : "";
}

std::optional<double> ImportNode::number_of(std::string_view key) const {
  const auto found = find(key);
  return found ? found->number() : std::nullopt;
}

std::optional<double> ImportNode::positive_of(std::string_view key) const {
  const std::optional<double> value = number_of(key);
  return value && *value > 0 ? value : std::nullopt;
}

std::optional<int> ImportNode::whole_of(std::string_view key) const {
  const std::optional<double> value = number_of(key);
  if (!value || !(*value >= 0 && *value <= std::numeric_limits<int>::max() && std::trunc(*value) == *value))
    return std::nullopt;
  return static_cast<int>(*value);
}

bool ImportNode::flag(std::string_view key) const {
  const auto found = find(key);
  return found && found->json().is_boolean() && found->json().get<bool>();
}

}  // namespace gpupeak
