#include "cli/run/progress.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "cli/process/terminal.h"
#include "core/format.h"
#include "reporters/text/text.h"

namespace gpupeak::cli {
namespace {

constexpr std::string_view clear_line = "\r\033[K";

std::string outcome_text(const Measurement& measurement) {
  if (measurement.outcome == Outcome::measured && measurement.stats) return text(Seconds(measurement.stats->median));
  return fmt::format("{}: {}", name(measurement.outcome), printable(measurement.reason));
}

// What a reader must know at once, bar or not.
bool alarming(Outcome outcome) { return outcome != Outcome::measured && outcome != Outcome::skipped; }

}  // namespace

Progress::Progress(std::ostream& err, ProgressStyle style, std::function<double()> seconds)
    : err_(err), style_(style), seconds_(std::move(seconds)), begin_(seconds_()) {}

void Progress::started(const Case& id, size_t done, size_t total) {
  if (!begun_) first_ = done;
  begun_ = true;
  if (style_.bar && !style_.quiet) draw(id, done, total);
}

void Progress::finished(const Measurement& measurement, size_t done, size_t total) {
  if (style_.quiet) return;
  if (!style_.bar || style_.verbose || alarming(measurement.outcome))
    note(fmt::format("[{}/{}] {}  {}", done, total, printable(measurement.id.id()), outcome_text(measurement)));
  if (style_.verbose)
    for (const std::string& text : texts(measurement.notes)) note("    " + printable(text));
  if (style_.bar) draw(measurement.id, done, total);
}

void Progress::note(const std::string& text) {
  if (!style_.quiet) warn(text);
}

void Progress::warn(const std::string& text) {
  if (!line_.empty()) err_ << clear_line;
  err_ << one_line(text) << '\n' << line_ << std::flush;
}

void Progress::end() {
  if (!line_.empty()) err_ << clear_line << std::flush;
  line_.clear();
}

void Progress::draw(const Case& id, size_t done, size_t total) {
  constexpr size_t bar_width = 20;
  const size_t filled = total ? bar_width * done / total : bar_width;
  const std::string bar = std::string(filled, '#') + std::string(bar_width - filled, '.');
  std::string text = fmt::format("[{}] {}/{} {} {}", bar, done, total, remaining(done, total), printable(id.id()));
  text.resize(std::min(text.size(), static_cast<size_t>(std::max(style_.width - 1, 20))));
  line_ = std::string(clear_line) + text;
  err_ << line_ << std::flush;
}

// From the cases done so far.
std::string Progress::remaining(size_t done, size_t total) const {
  if (done <= first_) return "ETA --:--";
  const double each = std::max(0.0, seconds_() - begin_) / static_cast<double>(done - first_);
  const auto left = static_cast<int64_t>(std::ceil(each * static_cast<double>(total - done)));
  return fmt::format("ETA {}:{:02}", left / 60, left % 60);
}

}  // namespace gpupeak::cli
