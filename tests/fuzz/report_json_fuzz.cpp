// Any bytes are either a report that survives being written and read again, or a FormatError. What follows a record
// separator (0x1e) is the journal beside it.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "formats/error.h"
#include "formats/report_journal.h"
#include "formats/report_json.h"

namespace {

// A journal is read whole or not at all, and what it added is a report's.
void add_journal(std::string_view text, gpupeak::Report& report) {
  report.run.state = "running";
  const std::string before = gpupeak::write_report(report);
  try {
    gpupeak::read_journal(text, "fuzz.jsonl", report);
  } catch (const gpupeak::FormatError&) {
    if (gpupeak::write_report(report) != before) std::abort();
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const size_t separator = text.find('\x1e');
  gpupeak::Report report;
  try {
    report = gpupeak::read_report(text.substr(0, separator), "fuzz.json");
  } catch (const gpupeak::FormatError&) {
    return 0;
  }
  if (separator != std::string_view::npos) add_journal(text.substr(separator + 1), report);
  const std::string written = gpupeak::write_report(report);
  if (gpupeak::write_report(gpupeak::read_report(written, "again.json")) != written) std::abort();
  return 0;
}
