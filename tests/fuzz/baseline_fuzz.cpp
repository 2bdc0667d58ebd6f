// Any bytes are either a baseline that is written and read again as it is, or a FormatError.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "formats/error.h"
#include "formats/gate_files.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  try {
    const std::string once = gpupeak::write_baseline(gpupeak::read_baseline(text, "fuzz.json"));
    if (gpupeak::write_baseline(gpupeak::read_baseline(once, "fuzz.json")) != once) std::abort();
  } catch (const gpupeak::FormatError&) {
  }
  return 0;
}
