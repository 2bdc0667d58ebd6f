// Values on their way into a JSON text: finite numbers, valid UTF-8, and a layout that people can read and diff.
#pragma once

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/units.h"
#include "formats/json_input.h"

namespace gpupeak {

// JSON has no NaN and no Infinity: throws FormatError naming the field.
Json number(double value, std::string_view field);
Json number_or_null(double value);  // for the few fields that may be unbounded: null says so
Json text_value(std::string_view bytes);
Json texts_value(const std::vector<std::string>& texts);

// An object of members whose keys differ, which nobody checks: what Json's own braces do, without the arrays of two
// that they make of each.
struct Member {
  std::string_view key;
  mutable Json value;  // an initializer_list only lends its elements
};
Json object(std::initializer_list<Member> members);

template <int S, int B, int O, int J>
Json number(Quantity<S, B, O, J> quantity, std::string_view field) {
  return number(quantity.value, field);
}
template <int S, int B, int O, int J>
Json number(const std::optional<Quantity<S, B, O, J>>& quantity, std::string_view field) {
  return quantity ? number(quantity->value, field) : Json(nullptr);
}

// Arrays of numbers, and whatever fits, on one line; everything else one entry per line. Ends with a newline.
std::string layout(const Json& value);

// The same for a part of a document: appended to `out`, which has come to column `indent`, without a newline at the
// end.
void append_layout(const Json& value, size_t indent, std::string& out);

// The same in one line, whatever its length.
void append_on_one_line(const Json& value, std::string& out);

}  // namespace gpupeak
