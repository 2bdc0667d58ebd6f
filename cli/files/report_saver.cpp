#include "cli/files/report_saver.h"

#include <fmt/format.h>
#include <unistd.h>

#include "cli/files/text_file.h"
#include "cli/process/errors.h"
#include "formats/report_json.h"

namespace gpupeak::cli {
namespace {

constexpr std::string_view report_file = "report.json";

}  // namespace

void ReportSaver::begin(const Report& report) {
  if (const auto cause = directory_.write(report_file, write_report(report)))
    throw UsageError(fmt::format("{}; nothing was measured yet: make room, or write elsewhere with --out DIR", *cause));
}

void ReportSaver::save(const Report& report) {
  const auto cause = directory_.write(report_file, write_report(report));
  if (!cause || warned_) return;
  warned_ = true;
  warn_(fmt::format("warning: {}; measuring goes on, writing is tried again after every case", *cause));
}

bool ReportSaver::finish(const Report& report, const std::string& fallback_folder, std::ostream& out) {
  const std::string text = write_report(report);
  const auto cause = directory_.write(report_file, text);
  if (!cause) return true;
  const std::filesystem::path fallback =
      std::filesystem::path(fallback_folder) / fmt::format("gpupeak-report-{}.json", ::getpid());
  if (const auto also = write_atomically(fallback, text)) {
    for (const std::string& line : {*cause, *also}) warn_(line);
    warn_("the report follows on standard output, so that nothing measured is lost");
    out << text;
  } else {
    warn_(*cause);
    warn_(fmt::format("the report is in {} instead; make room and move it there", fallback.string()));
  }
  return false;
}

}  // namespace gpupeak::cli
