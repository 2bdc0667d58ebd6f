// Any bytes become valid UTF-8, text that cannot steer a terminal, and patterns that end.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "core/text.h"
#include "core/utf8.h"
#include "formats/json_input.h"
#include "reporters/text/text.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace gpupeak;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const std::string valid = valid_utf8(text);
  for (std::string_view rest = valid; !rest.empty();)
    if (!take_code_point(rest)) std::abort();
  if (valid_utf8(valid) != valid) std::abort();
  for (const char c : printable(text))
    if (static_cast<unsigned char>(c) < ' ' || c == 0x7f) std::abort();
  if (printable(printable(text)) != printable(text)) std::abort();
  for (const std::string& line : wrapped(printable(text), 20))
    if (line.find('\n') != std::string::npos) std::abort();
  in_quotes(text);
  const std::string_view pattern = text.substr(0, size / 2), whole = text.substr(size / 2);
  glob_matches(pattern, whole);
  if (!glob_matches("*", whole)) std::abort();
  return 0;
}
