// A case is one point of a suite, an ordered list of name=value; its id is the stable key for filters, comparison and
// gates (docs/ids.md).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace gpupeak {

class Case {
 public:
  Case() = default;
  explicit Case(std::string suite, std::vector<std::pair<std::string, std::string>> values = {})
      : suite_(std::move(suite)), values_(std::move(values)) {}

  const std::string& suite() const { return suite_; }
  const std::vector<std::pair<std::string, std::string>>& values() const { return values_; }
  void set(std::string_view name, std::string value);  // replaces, or appends at the end

  // "matmul/dtype=f32/m=64/n=64/k=64/rung=openblas/cache=hot"; what separates its parts is encoded within them.
  std::string id() const;
  // The case that has this id; nothing where no case has it.
  static std::optional<Case> of_id(std::string_view id);
  // The id without the named axis: what the opponents of one ladder share.
  std::string id_without(std::optional<std::string_view> name) const;

  bool has(std::string_view name) const;
  const std::string& text(std::string_view name) const;  // throws std::out_of_range naming case and axis
  int64_t integer(std::string_view name) const;          // the value as a count; throws std::invalid_argument

  bool operator==(const Case&) const = default;

 private:
  std::string suite_;
  std::vector<std::pair<std::string, std::string>> values_;
};

// Part of an id: "/", "=", "%" and control characters as % and two hexadecimal digits.
std::string encoded(std::string_view);

}  // namespace gpupeak
