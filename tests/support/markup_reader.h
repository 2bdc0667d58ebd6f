// Reads HTML and SVG as strictly as XML is read, so that a test sees what a hostile name would break.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace gpupeak::testing {

struct Element {
  std::string name;
  std::map<std::string, std::string> attributes;  // still escaped
  std::string text;                               // directly in it, still escaped; of script and style as it stands
};

// All elements in the order they begin. Throws std::runtime_error where tags do not match, an attribute has no quotes
// or comes twice, an ampersand begins no entity, or a control character stands in the text. Of HTML it knows
// <!DOCTYPE>, elements without an end and that script and style are no markup.
std::vector<Element> read_markup(std::string_view text);

}  // namespace gpupeak::testing
