// Any bytes are either a report, of ours or of another tool, that survives being written and read again, or a
// FormatError.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "formats/error.h"
#include "formats/imports.h"
#include "formats/report_json.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  gpupeak::Report report;
  try {
    report = gpupeak::read_any_report(text, "fuzz.json");
  } catch (const gpupeak::FormatError&) {
    return 0;
  }
  const std::string written = gpupeak::write_report(report);
  if (gpupeak::write_report(gpupeak::read_report(written, "again.json")) != written) std::abort();
  return 0;
}
