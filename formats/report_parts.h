// The parts of report.json, each written and read in one file so that both directions stay in step. Values given to the
// readers have passed configs/schema/report.schema.json, so a part may trust types and ranges; what one part says about
// another it checks.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "formats/json_input.h"
#include "method/report.h"

namespace gpupeak {

// The text being read, to point at what does not fit together.
struct SourceText {
  std::string_view text, name;
  const InputKind& kind;

  [[noreturn]] void fail(std::string_view pointer, std::string_view what) const {
    throw error_at(pointer, text, name, kind, what);
  }
};

Json tool_json(const Tool&);
Tool tool_from(const Json&);

Json run_json(const Run&);
Run run_from(const Json&, const SourceText&);

Json device_json(const DeviceInfo&);
DeviceInfo device_from(const Json&, const std::string& pointer, const SourceText&);

// `device` is the one it was measured on, which tells why it is below its ceiling; null when the report lacks it.
Json measurement_json(const Measurement&, const DeviceInfo* device);
Measurement measurement_from(const Json&, const std::string& pointer, const SourceText&);

Json telemetry_json(const std::optional<Telemetry>&);
std::optional<Telemetry> telemetry_from(const Json&);

// "notes" and "facts": the sentences, and what they say as figures and words. A file without facts is of an older
// version: its notes are only `said`.
void add_notes(Json& object, const std::vector<Note>&);
std::vector<Note> notes_from(const Json& object, const std::string& pointer, const SourceText&);
Json throttling_json(const Throttling&);
Throttling throttling_from(const Json&);

// The rule that ends a case's samples, in the words that presets share.
Json stop_rule_json(const StopRule&);
StopRule stop_rule_from(const Json&);

// "id", "suite" and "axes" of an object that names a case; read back in the order of the id, which other tools need not
// keep in "axes", and as schema 1 wrote them, too.
void add_case(Json& object, const Case&);
Case case_from(const Json& object, const std::string& id, const std::string& pointer, const SourceText&);

// Fields of an object whose types the schema has checked.
template <class T>
T whole(const Json& value) {
  return value.is_number_float() ? static_cast<T>(value.get<double>()) : value.get<T>();
}
template <class T>
T quantity(const Json& value) {
  return T(value.get<double>());
}
template <class T>
std::optional<T> optional_quantity(const Json& value) {
  return value.is_null() ? std::nullopt : std::optional<T>(T(value.get<double>()));
}

}  // namespace gpupeak
