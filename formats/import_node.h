// What reads the JSON of another tool, a row for each; and a value of such a file, which knows its place, so that what
// is wrong with it can be pointed at. No schema has looked at these files: every access checks.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "formats/report_parts.h"

namespace gpupeak {

class ImportNode {
 public:
  ImportNode(const Json& json, const SourceText& source, std::string pointer = "")
      : json_(&json), source_(&source), pointer_(std::move(pointer)) {}

  const Json& json() const { return *json_; }
  std::string_view file() const { return source_->name; }
  [[noreturn]] void fail(std::string_view what) const { source_->fail(pointer_, what); }

  ImportNode at(std::string_view key) const;                   // must be there
  std::optional<ImportNode> find(std::string_view key) const;  // absent, or null
  std::vector<ImportNode> items() const;                       // of an array
  std::vector<std::pair<std::string, ImportNode>> members() const;

  std::string text() const;
  // A number, also one that is written as a string; finite.
  double number() const;
  // A time in units of `unit` seconds: positive.
  double seconds(double unit) const;

  // Of a member; the default where there is none.
  std::string text_or(std::string_view key, std::string_view otherwise = "") const;
  std::optional<double> number_of(std::string_view key) const;
  std::optional<double> positive_of(std::string_view key) const;  // nothing for 0 and below
  int whole_of(std::string_view key) const;                       // from 0 to 2^31-1; 0 where there is none
  bool flag(std::string_view key) const;                          // true only where it is the boolean true

 private:
  const Json* json_;
  const SourceText* source_;
  std::string pointer_;
};

// A scalar as text, as ids have it: 512, true, f16.
std::string scalar_text(const ImportNode&);

struct Importer {
  std::string_view tool;
  bool (*recognises)(const Json&);
  Report (*read)(const ImportNode& root);
};

std::span<const Importer* const> importers();

}  // namespace gpupeak
