// Any bytes are either a catalogue whose rows all name a source, or a FormatError.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "formats/catalogue.h"
#include "formats/error.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  try {
    const gpupeak::Catalogue read = gpupeak::read_catalogue(text, "fuzz.json");
    for (const gpupeak::Accelerator& row : read.accelerators)
      if (row.name.empty() || row.sources.empty()) std::abort();
    for (const gpupeak::Architecture& row : read.architectures)
      if (row.compute_capability.empty()) std::abort();
  } catch (const gpupeak::FormatError&) {
  }
  return 0;
}
