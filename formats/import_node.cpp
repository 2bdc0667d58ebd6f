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

ImportNode ImportNode::at(std::string_view key) const {
  if (!json_->is_object()) fail("is not an object");
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
  if (!json_->is_array()) fail("is not a list");
  std::vector<ImportNode> all;
  all.reserve(json_->size());
  for (const Json& item : *json_) all.emplace_back(item, *source_, fmt::format("{}/{}", pointer_, all.size()));
  return all;
}

std::vector<std::pair<std::string, ImportNode>> ImportNode::members() const {
  if (!json_->is_object()) fail("is not an object");
  std::vector<std::pair<std::string, ImportNode>> all;
  for (const auto& [key, value] : json_->get_ref<const Json::object_t&>())
    all.emplace_back(key, ImportNode(value, *source_, pointer_ + token(key)));
  return all;
}

std::string ImportNode::text() const {
  if (!json_->is_string()) fail("is not a text");
  return json_->get<std::string>();
}

double ImportNode::number() const {
  double value = NAN;
  if (json_->is_number()) value = json_->get<double>();
  if (json_->is_string()) {
    const auto& text = json_->get_ref<const std::string&>();
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size()) value = NAN;
  }
  if (!std::isfinite(value)) fail("is not a finite number");
  return value;
}

double ImportNode::seconds(double unit) const {
  constexpr double longest = 3.2e10;  // which keeps all sums finite
  const double time = number() * unit;
  if (time < 0) fail("is negative, which no time is");
  if (time == 0) fail("is 0, which no time is: too short for its tool's clock, or not measured");
  if (!(time <= longest)) fail("is longer than a thousand years");
  return time;
}

std::string ImportNode::text_or(std::string_view key, std::string_view otherwise) const {
  const auto found = find(key);
  return found ? found->text() : std::string(otherwise);
}

std::optional<double> ImportNode::number_of(std::string_view key) const {
  const auto found = find(key);
  return found ? std::optional(found->number()) : std::nullopt;
}

std::optional<double> ImportNode::positive_of(std::string_view key) const {
  const std::optional<double> value = number_of(key);
  return value && *value > 0 ? value : std::nullopt;
}

int ImportNode::whole_of(std::string_view key) const {
  const std::optional<double> value = number_of(key);
  if (!value) return 0;
  if (!(*value >= 0 && *value <= std::numeric_limits<int>::max() && std::trunc(*value) == *value))
    at(key).fail("is not a whole number from 0 to 2147483647");
  return static_cast<int>(*value);
}

bool ImportNode::flag(std::string_view key) const {
  const auto found = find(key);
  return found && found->json().is_boolean() && found->json().get<bool>();
}

std::string scalar_text(const ImportNode& node) {
  if (node.json().is_string()) return node.text();
  if (node.json().is_structured()) node.fail("is neither a text nor a number");
  return node.json().dump();
}

}  // namespace gpupeak
