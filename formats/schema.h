// A validator for the part of JSON Schema (draft 2020-12) that configs/schema/ uses; a schema that uses more is a
// logic_error. It says the first thing that is wrong, where, and for an unknown name the nearest known one.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "formats/json_input.h"

namespace gpupeak {

struct Violation {
  std::string pointer;  // JSON pointer (RFC 6901) to the value at fault
  std::string text;     // "is a string, expected a number"
};

class Schema {
 public:
  explicit Schema(Json root);  // throws std::logic_error

  std::optional<Violation> first_violation(const Json& value) const;
  const Json& root() const { return root_; }

 private:
  Json root_;
};

Schema embedded_schema(std::string_view name);  // "report": configs/schema/report.schema.json

// Parses a text and checks it against the schema of its kind. Throws FormatError.
Json read_checked(std::string_view text, std::string_view name, const InputKind& kind, const Schema& schema);

}  // namespace gpupeak
