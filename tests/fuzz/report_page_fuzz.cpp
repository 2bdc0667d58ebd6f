// Any bytes are either a page that a report is found in, a text that is no page, or a FormatError.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "formats/error.h"
#include "formats/report_json.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  try {
    const std::string found = gpupeak::report_text(text, "fuzz.html");
    if (found.size() > text.size()) std::abort();
  } catch (const gpupeak::FormatError&) {
    return 0;
  }
  return 0;
}
