// A value of another tool's file, which knows its place, so that what is wrong with it can be pointed at. No schema has
// looked at these files: what is null, NaN or of another type than expected is unknown, never 0.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "formats/report_parts.h"

namespace gpupeak {

// A scalar as ids have it: 512, true, f16. Nothing of null, a list or an object.
std::optional<std::string> scalar_text(const Json&);

class ImportNode {
 public:
  ImportNode(const Json& json, const SourceText& source, std::string pointer = "")
      : json_(&json), source_(&source), pointer_(std::move(pointer)) {}

  const Json& json() const { return *json_; }
  // Another value in this place: what a tool wrote in another way before.
  ImportNode standing_for(const Json& other) const { return {other, *source_, pointer_}; }
  [[noreturn]] void fail(std::string_view what) const { source_->fail(pointer_, what); }

  ImportNode at(std::string_view key) const;                        // must be there
  std::optional<ImportNode> find(std::string_view key) const;       // absent, or null
  std::vector<ImportNode> items() const;                            // of a list; none of anything else
  std::vector<std::pair<std::string, ImportNode>> members() const;  // of an object; none of anything else

  std::optional<std::string> text() const { return scalar_text(*json_); }
  // A finite number, also one that is written as a string.
  std::optional<double> number() const;

  // Of a member.
  std::string text_of(std::string_view key) const;  // empty where it is unknown
  std::optional<double> number_of(std::string_view key) const;
  std::optional<double> positive_of(std::string_view key) const;
  std::optional<int> whole_of(std::string_view key) const;  // from 0 to 2^31-1
  bool flag(std::string_view key) const;                    // true only where it is the boolean true

 private:
  const Json* json_;
  const SourceText* source_;
  std::string pointer_;
};

}  // namespace gpupeak
