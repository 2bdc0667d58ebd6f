// A validator for the part of JSON Schema (draft 2020-12) that configs/schema/ uses; a schema that uses more is a
// logic_error. It says the first thing that is wrong, where, and for an unknown name the nearest known one.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "formats/json_input.h"

namespace gpupeak {

struct Violation {
  std::string pointer;  // JSON pointer (RFC 6901) to the value at fault
  std::string text;     // "is a string, expected a number"
};

struct CompiledSchema;

class Schema {
 public:
  explicit Schema(Json root);  // throws std::logic_error

  std::optional<Violation> first_violation(const Json& value) const;
  // Of the element at this place of the root's list `key`.
  std::optional<Violation> first_violation(const Json& element, std::string_view key, size_t place) const;
  const Json& root() const;

 private:
  std::shared_ptr<const CompiledSchema> all_;
};

Schema embedded_schema(std::string_view name);  // "report": configs/schema/report.schema.json

// Parses a text and checks it against the schema of its kind. Throws FormatError.
Json read_checked(std::string_view text, std::string_view name, const InputKind& kind, const Schema& schema);

// The same, but each element of the list that is the root's member `key` goes to `take` with its place, and the list
// stays empty: no value ever holds the whole text. What is wrong with the rest of the text is said before what is wrong
// with an element, and that before what `take` throws as FormatError; it is called no more after either.
Json read_checked(std::string_view text, std::string_view name, const InputKind& kind, const Schema& schema,
                  std::string_view key, const std::function<void(const Json& element, size_t place)>& take);

}  // namespace gpupeak
