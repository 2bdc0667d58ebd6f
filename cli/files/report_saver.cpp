#include "cli/files/report_saver.h"

#include <fmt/format.h>
#include <unistd.h>

#include "cli/files/text_file.h"
#include "cli/process/errors.h"
#include "formats/report_journal.h"
#include "formats/report_json.h"

namespace gpupeak::cli {
namespace {

// The report is written whole when the journal has grown by this part of it since: then all that is written to both,
// over a whole run, is a few times the report.
constexpr double growth = 0.5;

}  // namespace

ReportSaver::Peaks ReportSaver::peaks_of(const Report& report) {
  Peaks peaks;
  for (const DeviceInfo& device : report.devices) {
    peaks.emplace_back();
    for (const auto& [resource, rate] : device.peak.rates) peaks.back()[resource] = rate.per_second;
  }
  return peaks;
}

std::optional<std::string> ReportSaver::write(const Report& report) {
  const std::string text = write_report(report);
  journal_bytes_then_ = journal_.size();
  if (auto cause = directory_.write(report_file, text)) return cause;
  report_bytes_ = text.size();
  peaks_then_ = peaks_of(report);
  return std::nullopt;
}

// What the disk had no room for before is tried again.
std::optional<std::string> ReportSaver::append(const Report& report) {
  for (; journaled_ < report.measurements.size(); ++journaled_)
    if (auto cause = journal_.append(journal_line(report, journaled_))) return cause;
  return std::nullopt;
}

void ReportSaver::warn_once(const std::string& cause) {
  if (warned_) return;
  warned_ = true;
  warn_(fmt::format("warning: {}; measuring goes on, writing is tried again after every case", cause));
}

void ReportSaver::begin(const Report& report) {
  auto cause = write(report);
  if (!cause) cause = journal_.begin(directory_.folder() / journal_file, journal_head(report));
  if (cause)
    throw UsageError(fmt::format("{}; nothing was measured yet: make room, or write elsewhere with --out DIR", *cause));
  journaled_ = report.measurements.size();
  journal_bytes_then_ = journal_.size();
}

void ReportSaver::save(const Report& report) {
  if (const auto cause = append(report)) warn_once(*cause);
  const auto grown = static_cast<double>(journal_.size() - journal_bytes_then_);
  // A probe that reads more when it is repeated changes what is said of the cases before, which the journal has as they
  // were.
  const bool judged_anew = peaks_of(report) != peaks_then_;
  if (judged_anew || grown >= growth * static_cast<double>(report_bytes_)) save_whole(report);
}

void ReportSaver::save_whole(const Report& report) {
  if (const auto cause = write(report)) warn_once(*cause);
}

bool ReportSaver::finish(const Report& report, const std::string& fallback_folder, std::ostream& out) {
  const std::string text = write_report(report);
  const auto cause = directory_.write(report_file, text);
  if (!cause) {
    directory_.remove(journal_file);
    return true;
  }
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
