// Keywords are rows of a table: name, and the check that the value of that keyword asks for.
#include "formats/schema.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <exception>
#include <stdexcept>
#include <unordered_map>
#include <utility>
#include <vector>

#include "core/text.h"
#include "formats/embedded.h"

namespace gpupeak {
namespace {
struct Step;
using Found = std::optional<Violation>;
using SchemaCheck = Found (*)(const Step&, const Json&);
}  // namespace

struct CompiledSchema {
  Json root;
  std::unordered_map<const Json*, std::vector<std::pair<SchemaCheck, const Json*>>> checks;  // of each schema inside
  std::unordered_map<const Json*, const Json*> targets;                                      // of each reference
};

namespace {

// Where a value is, written out only when something is wrong with it: most values are right.
struct Place {
  const Place* parent = nullptr;
  std::string_view key = {};  // of the parent; of a list the place instead
  size_t index = 0;
  bool in_list = false;
};

std::string pointer_of(const Place* place) {
  if (!place || !place->parent) return "";
  std::string path = pointer_of(place->parent) + '/';
  if (place->in_list) return path + std::to_string(place->index);
  for (const char c : place->key) path += c == '~' ? "~0" : c == '/' ? "~1" : std::string(1, c);
  return path;
}

// One step of the walk: a value, where it is, and the schema it is held against.
struct Step {
  const CompiledSchema& all;
  const Json& schema;
  const Json& value;
  const Place& place;

  Violation violation(std::string text) const { return {pointer_of(&place), std::move(text)}; }
};

Found check(const Step& step);

// Exact for every integer of 64 bits and every double: long double has at least 64 bits of mantissa where we run.
long double number(const Json& value) {
  if (value.is_number_unsigned()) return static_cast<long double>(value.get<Json::number_unsigned_t>());
  if (value.is_number_integer()) return static_cast<long double>(value.get<Json::number_integer_t>());
  return static_cast<long double>(value.get<double>());
}

bool is_whole(const Json& value) {
  if (value.is_number_integer()) return true;
  constexpr double exact = 0x1p53;  // beyond it a double does not say which integer is meant
  return value.is_number_float() && std::abs(value.get<double>()) <= exact &&
         std::trunc(value.get<double>()) == value.get<double>();
}

struct Type {
  std::string_view name, with_article;
  bool (*holds)(const Json&);
};
constexpr std::array types{
    Type{"null", "null", [](const Json& v) { return v.is_null(); }},
    Type{"boolean", "true or false", [](const Json& v) { return v.is_boolean(); }},
    Type{"integer", "a whole number", is_whole},
    Type{"number", "a number", [](const Json& v) { return v.is_number(); }},
    Type{"string", "a string", [](const Json& v) { return v.is_string(); }},
    Type{"array", "an array", [](const Json& v) { return v.is_array(); }},
    Type{"object", "an object", [](const Json& v) { return v.is_object(); }},
};

const Type& type_named(std::string_view name) {
  const auto row = std::find_if(types.begin(), types.end(), [&](const Type& t) { return t.name == name; });
  if (row == types.end()) throw std::logic_error(fmt::format("schema: unknown type '{}'", name));
  return *row;
}

std::string shown(const Json& value) {
  if (value.is_string()) return in_quotes(value.get_ref<const std::string&>());
  if (value.is_primitive()) return value.dump();
  return value.is_array() ? "an array" : "an object";
}

Found check_type(const Step& s, const Json& wanted) {
  const auto holds = [&](const Json& name) { return type_named(name.get_ref<const std::string&>()).holds(s.value); };
  if (wanted.is_array() ? std::any_of(wanted.begin(), wanted.end(), holds) : holds(wanted)) return {};
  std::string expected;
  for (const Json& name : wanted.is_array() ? wanted : Json::array({wanted}))
    expected +=
        (expected.empty() ? "" : " or ") + std::string(type_named(name.get_ref<const std::string&>()).with_article);
  return s.violation(fmt::format("is {}, expected {}", shown(s.value), expected));
}

std::vector<std::string> keys(const Json& object) {
  std::vector<std::string> names;
  for (const auto& item : object.items()) names.push_back(item.key());
  return names;
}

Found check_properties(const Step& s, const Json& properties) {
  if (!s.value.is_object()) return {};
  for (const auto& [key, value] : s.value.get_ref<const Json::object_t&>()) {
    const auto known = properties.find(key);
    if (known == properties.end()) continue;
    if (Found found = check({s.all, *known, value, Place{&s.place, key}})) return found;
  }
  return {};
}

Found check_additional(const Step& s, const Json& others) {
  if (!s.value.is_object()) return {};
  const Json none = Json::object();
  const auto listed = s.schema.find("properties");
  const Json& properties = listed == s.schema.end() ? none : *listed;
  for (const auto& [key, value] : s.value.get_ref<const Json::object_t&>()) {
    if (properties.contains(key)) continue;
    if (others.is_boolean() && !others.get<bool>()) {
      const std::string hint = suggestion(std::string_view(key).substr(0, 80), keys(properties));
      const Place place{&s.place, key};
      return Violation{pointer_of(&place), fmt::format("unknown key {}{}", in_quotes(key), hint)};
    }
    if (others.is_object())
      if (Found found = check({s.all, others, value, Place{&s.place, key}})) return found;
  }
  return {};
}

Found check_required(const Step& s, const Json& names) {
  if (!s.value.is_object()) return {};
  for (const Json& name : names)
    if (!s.value.contains(name.get_ref<const std::string&>()))
      return s.violation(fmt::format("key {} is missing", shown(name)));
  return {};
}

Found check_items(const Step& s, const Json& schema) {
  if (!s.value.is_array()) return {};
  for (size_t i = 0; i < s.value.size(); ++i)
    if (Found found = check({s.all, schema, s.value[i], Place{&s.place, {}, i, true}})) return found;
  return {};
}

Found check_enum(const Step& s, const Json& allowed) {
  if (std::find(allowed.begin(), allowed.end(), s.value) != allowed.end()) return {};
  std::vector<std::string> names;
  for (const Json& one : allowed) names.push_back(one.is_string() ? one.get<std::string>() : one.dump());
  const std::string given = s.value.is_string() ? s.value.get<std::string>().substr(0, 80) : shown(s.value);
  return s.violation(fmt::format("{} is not allowed here{}", shown(s.value), suggestion(given, names)));
}

Found check_const(const Step& s, const Json& wanted) {
  if (wanted == s.value) return {};
  return s.violation(fmt::format("is {}, expected {}", shown(s.value), shown(wanted)));
}

Found check_minimum(const Step& s, const Json& limit) {
  if (!s.value.is_number() || number(s.value) >= number(limit)) return {};
  return s.violation(fmt::format("is {}, expected at least {}", s.value.dump(), limit.dump()));
}

Found check_exclusive_minimum(const Step& s, const Json& limit) {
  if (!s.value.is_number() || number(s.value) > number(limit)) return {};
  return s.violation(fmt::format("is {}, expected more than {}", s.value.dump(), limit.dump()));
}

Found check_maximum(const Step& s, const Json& limit) {
  if (!s.value.is_number() || number(s.value) <= number(limit)) return {};
  return s.violation(fmt::format("is {}, expected at most {}", s.value.dump(), limit.dump()));
}

Found check_min_items(const Step& s, const Json& limit) {
  if (!s.value.is_array() || s.value.size() >= limit.get<size_t>()) return {};
  return s.violation(fmt::format("has {} entries, expected at least {}", s.value.size(), limit.dump()));
}

Found check_min_length(const Step& s, const Json& limit) {
  if (!s.value.is_string() || s.value.get_ref<const std::string&>().size() >= limit.get<size_t>()) return {};
  return s.violation("is an empty string");
}

Found check_ref(const Step& s, const Json& reference) {
  return check({s.all, *s.all.targets.at(&reference), s.value, s.place});
}

// Of the alternatives that all fail, the one that got furthest into the value has the most to say.
Found check_any_of(const Step& s, const Json& alternatives) {
  Found best;
  for (const Json& one : alternatives) {
    Found found = check({s.all, one, s.value, s.place});
    if (!found) return {};
    if (!best || found->pointer.size() > best->pointer.size()) best = std::move(found);
  }
  return best;
}

struct Keyword {
  std::string_view name;
  SchemaCheck check;  // null: says nothing about a value
};
// In the order in which a reader wants to hear of faults: what it is, then what is in it, then what is missing.
constexpr std::array keywords{
    Keyword{"$schema", nullptr},
    Keyword{"$id", nullptr},
    Keyword{"$defs", nullptr},
    Keyword{"title", nullptr},
    Keyword{"description", nullptr},
    Keyword{"type", check_type},
    Keyword{"const", check_const},
    Keyword{"enum", check_enum},
    Keyword{"$ref", check_ref},
    Keyword{"anyOf", check_any_of},
    Keyword{"minimum", check_minimum},
    Keyword{"exclusiveMinimum", check_exclusive_minimum},
    Keyword{"maximum", check_maximum},
    Keyword{"minLength", check_min_length},
    Keyword{"minItems", check_min_items},
    Keyword{"additionalProperties", check_additional},
    Keyword{"required", check_required},
    Keyword{"properties", check_properties},
    Keyword{"items", check_items},
};

Found check(const Step& step) {
  const auto checks = step.all.checks.find(&step.schema);
  if (checks == step.all.checks.end()) return {};  // true: anything goes
  for (const auto& [run, wanted] : checks->second)
    if (Found found = run(step, *wanted)) return found;
  return {};
}

// What there is to check at each schema inside, in the order of the table, and where references lead.
void compile(CompiledSchema& all, const Json& schema) {
  if (!schema.is_object() || all.checks.contains(&schema)) return;
  auto& checks = all.checks[&schema];
  for (const Keyword& keyword : keywords) {
    const auto wanted = schema.find(keyword.name);
    if (keyword.check && wanted != schema.end()) checks.emplace_back(keyword.check, &*wanted);
  }
  for (const auto& [key, value] : schema.get_ref<const Json::object_t&>()) {
    if (key == "$ref")
      all.targets[&value] = &all.root.at(Json::json_pointer(value.get_ref<const std::string&>().substr(1)));
    if (key == "$defs" || key == "properties" || key == "anyOf")
      for (const Json& inner : value) compile(all, inner);
    if (key == "items" || key == "additionalProperties") compile(all, value);
  }
}

// Every keyword of every schema inside is one of the table's, every type and reference exists.
void require_supported(const Json& root, const Json& schema) {
  if (schema.is_boolean()) return;
  if (!schema.is_object()) throw std::logic_error("schema: a schema must be an object");
  for (const auto& [key, value] : schema.get_ref<const Json::object_t&>()) {
    const auto known = [&key = key](const Keyword& k) { return k.name == key; };
    if (std::none_of(keywords.begin(), keywords.end(), known))
      throw std::logic_error(fmt::format("schema: keyword '{}' is not supported", key));
    if (key == "type")
      for (const Json& name : value.is_array() ? value : Json::array({value})) type_named(name.get<std::string>());
    if (key == "$ref" && (!value.is_string() || !value.get_ref<const std::string&>().starts_with("#/") ||
                          !root.contains(Json::json_pointer(value.get_ref<const std::string&>().substr(1)))))
      throw std::logic_error(fmt::format("schema: {} does not lead anywhere", value.dump()));
    if (key == "$defs" || key == "properties" || key == "anyOf")
      for (const Json& inner : value) require_supported(root, inner);
    if (key == "items" || key == "additionalProperties") require_supported(root, value);
  }
}

// TABLE of our kinds of files by a key that no other has.
struct OwnDocument {
  std::string_view key, what;
};
constexpr std::array own_documents{
    OwnDocument{"conclusion", "the result of a gate"},  // which names its rules
    OwnDocument{"measurements", "a report"},           OwnDocument{"classes", "a baseline"},
    OwnDocument{"rules", "the rules of a gate"},       OwnDocument{"selections", "a preset"},
};

// A file of another kind, or of a later version, fails in ways that say nothing to its owner.
void require_this_document(const Json& value, const Json& schema, std::string_view text, std::string_view name,
                           const InputKind& kind) {
  if (!value.is_object() || !value.contains("schema") || !is_whole(value.at("schema"))) return;
  for (const auto& [key, what] : own_documents)
    if (value.contains(key) && !schema.at("properties").contains(key)) {
      InputKind other = kind;
      other.remedy = "name it where one is asked for";
      throw error_at(fmt::format("/{}", key), text, name, other, fmt::format("is {}, expected {}", what, kind.what));
    }
  const Json& known = schema.at("properties").at("schema").at("maximum");
  if (number(value.at("schema")) <= number(known)) return;
  const std::string what =
      fmt::format("is version {}, this gpupeak reads versions up to {}", value.at("schema").dump(), known.dump());
  InputKind newer = kind;
  newer.remedy = "read it with a newer gpupeak";
  throw error_at("/schema", text, name, newer, what);
}

}  // namespace

Schema::Schema(Json root) {
  require_supported(root, root);
  const auto all = std::make_shared<CompiledSchema>();
  all->root = std::move(root);
  compile(*all, all->root);
  all_ = all;
}

const Json& Schema::root() const { return all_->root; }

std::optional<Violation> Schema::first_violation(const Json& value) const {
  return check({*all_, all_->root, value, Place{}});
}

std::optional<Violation> Schema::first_violation(const Json& element, std::string_view key, size_t place) const {
  const Place root, list{&root, key};
  const Json& items = all_->root.at("properties").at(std::string(key)).at("items");
  return check({*all_, items, element, Place{&list, {}, place, true}});
}

Schema embedded_schema(std::string_view name) {
  const std::string path = fmt::format("schema/{}.schema.json", name);
  return Schema(parse_json(embedded(path), path, {.what = "a JSON Schema", .remedy = "restore configs/schema/"}));
}

Json read_checked(std::string_view text, std::string_view name, const InputKind& kind, const Schema& schema) {
  Json value = parse_json(text, name, kind);
  require_this_document(value, schema.root(), text, name, kind);
  if (const Found found = schema.first_violation(value)) throw error_at(found->pointer, text, name, kind, found->text);
  return value;
}

Json read_checked(std::string_view text, std::string_view name, const InputKind& kind, const Schema& schema,
                  std::string_view key, const std::function<void(const Json& element, size_t place)>& take) {
  Found at_fault;
  std::exception_ptr thrown;
  size_t count = 0;
  Json rest = parse_json(text, name, kind, key, [&](const Json& element) {
    const size_t place = count++;
    if (at_fault) return;
    at_fault = schema.first_violation(element, key, place);
    if (at_fault || thrown) return;
    try {
      take(element, place);
    } catch (const FormatError&) {
      thrown = std::current_exception();
    }
  });
  require_this_document(rest, schema.root(), text, name, kind);
  if (const Found found = schema.first_violation(rest)) throw error_at(found->pointer, text, name, kind, found->text);
  if (at_fault) throw error_at(at_fault->pointer, text, name, kind, at_fault->text);
  if (thrown) std::rethrow_exception(thrown);
  return rest;
}

}  // namespace gpupeak
