// Any bytes are either a preset with cases to choose, or a FormatError.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "formats/error.h"
#include "formats/preset.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  try {
    const gpupeak::Preset preset = gpupeak::read_preset(text, "fuzz.json");
    if (preset.selections.empty() || preset.stop.max_samples < preset.stop.min_samples) std::abort();
  } catch (const gpupeak::FormatError&) {
  }
  return 0;
}
