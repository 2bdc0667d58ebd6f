#include "cli/run/progress.h"

#include <fmt/format.h>
#include <signal.h>

#include <algorithm>
#include <cmath>
#include <exception>
#include <system_error>
#include <utility>

#include "cli/process/terminal.h"
#include "core/format.h"
#include "core/text.h"
#include "method/metrics.h"
#include "reporters/report/case_groups.h"
#include "reporters/report/figures.h"
#include "reporters/text/escape.h"
#include "reporters/text/text.h"

namespace gpupeak::cli {
namespace {

constexpr std::string_view clear_line = "\r\033[K";
constexpr int narrowest = 20;            // columns that are written to, however few there are
constexpr size_t widest_figure = 28;     // of a result: "  1234.5 GFLOP/s  ± 14 %"
constexpr double between_draws_s = 0.1;  // where much happens at once
// Each line that is drawn costs the terminal some time, which may be that of the next window.
constexpr double long_window_s = 1;  // of this length and more a line that is drawn takes less than 1/10000
constexpr double between_draws_of_windows_s = 0.5, between_same_draws_of_windows_s = 1;

std::string clock_text(double seconds) {
  const auto whole = static_cast<int64_t>(std::ceil(std::clamp(seconds, 0.0, 1e9)));
  if (whole >= 3600) return fmt::format("{}:{:02}:{:02}", whole / 3600, whole / 60 % 60, whole % 60);
  return fmt::format("{}:{:02}", whole / 60, whole % 60);
}

// At most so many columns: the middle gives way, as a name's beginning and end tell more.
std::string fitted(std::string text, size_t most, bool unicode) {
  if (gpupeak::columns(text) <= most) return text;
  const std::string_view dots = unicode ? "…" : "..";
  const size_t kept = most - std::min(most, gpupeak::columns(dots)), tail = kept / 2;
  std::string_view end = std::string_view(text).substr(text.size() - tail);
  while (!end.empty() && (static_cast<unsigned char>(end.front()) & 0xC0) == 0x80) end.remove_prefix(1);
  return fmt::format("{}{}{}", start_of_text(text, kept - tail), dots, end);
}

std::string figure_text(const Measurement& measurement) {
  const Metric* const metric = headline(measurement);
  const std::optional<double> value = metric ? finite_value(*metric, measurement) : std::nullopt;
  if (value) return text_of(*value, metric->unit);
  return measurement.stats ? text(Seconds(measurement.stats->median)) : "";
}

std::string outcome_text(const Measurement& measurement) {
  if (measurement.outcome == Outcome::measured) return figure_text(measurement);
  return fmt::format("{}: {}", name(measurement.outcome), printable(measurement.reason));
}

// Signals are for the thread that measures: none is delivered to one that is started while this lives.
class SignalsHeldBack {
 public:
  SignalsHeldBack() {
    sigset_t all;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before_);
  }
  ~SignalsHeldBack() { pthread_sigmask(SIG_SETMASK, &before_, nullptr); }
  SignalsHeldBack(const SignalsHeldBack&) = delete;
  SignalsHeldBack& operator=(const SignalsHeldBack&) = delete;

 private:
  sigset_t before_;
};

}  // namespace

ProgressStyle progress_style(const Environment& environment) {
  return {.bar = wants_bar(environment),
          .width = environment.err_width,
          .width_now = environment.err_columns,
          .unicode = style_of(environment, "auto").unicode};
}

Progress::Progress(std::ostream& err, ProgressStyle style, std::function<double()> seconds)
    : err_(err), style_(std::move(style)), seconds_(std::move(seconds)), begin_(seconds_()) {
  if (has_bar()) begin_ticking();
}

Progress::~Progress() { end(); }

void Progress::begin_ticking() try {
  const SignalsHeldBack held;
  ticking_ = std::jthread([this](const std::stop_token& stop) {
    try {
      tick_until_told(stop);
    } catch (const std::exception&) {
      // Out of memory: the line stands still, the run goes on.
    }
  });
} catch (const std::system_error&) {
  // No thread is to be had: the line moves when something happens.
}

void Progress::tick_until_told(const std::stop_token& stop) {
  std::unique_lock lock(mutex_);
  while (!stop.stop_requested()) {
    wake_.wait_for(lock, stop, style_.tick, [] { return false; });
    const bool in_short_window = timed_ && seconds_() - last_sign_ < long_window_s;
    if (!stop.stop_requested() && !activity_.empty() && !in_short_window) draw();
  }
}

void Progress::set_activity(std::string_view what, const std::string& name, bool timed) {
  stale_ = stale_ || activity_ != what || active_name_ != name;
  activity_ = what;
  active_name_ = name;
  timed_ = timed;
  last_sign_ = seconds_();
}

void Progress::doing(const std::string& what) {
  const std::lock_guard lock(mutex_);
  set_activity(what, "", false);
  draw_unless_just_drawn(0);
}

void Progress::plan(const std::vector<Case>& cases, std::map<std::string, double> expected_s,
                    std::optional<double> budget_s) {
  const std::lock_guard lock(mutex_);
  const std::vector<std::string> names = brief_names(cases);
  for (size_t i = 0; i < cases.size(); ++i) {
    names_[cases[i].id()] = printable(names[i]);
    longest_name_ = std::max(longest_name_, gpupeak::columns(names[i]));
  }
  remaining_.plan(std::move(expected_s), budget_s, seconds_());
}

void Progress::started(const Case& id, size_t done, size_t total) {
  const std::lock_guard lock(mutex_);
  done_ = done;
  total_ = total;
  remaining_.started(id.id(), seconds_());
  set_activity(name(Stage::preparing), name_of(id), false);
  draw_unless_just_drawn(between_draws_s);
}

void Progress::stage(Stage stage, const Case& id) {
  const std::lock_guard lock(mutex_);
  const bool was_timed = timed_, timed = stage == Stage::measuring;
  set_activity(name(stage), name_of(id), timed);
  draw_unless_just_drawn(was_timed && timed ? between_draws_of_windows_s : between_draws_s);
}

void Progress::between_windows() {
  const std::lock_guard lock(mutex_);
  last_sign_ = seconds_();
  if (timed_) draw_unless_just_drawn(stale_ ? between_draws_of_windows_s : between_same_draws_of_windows_s);
}

void Progress::finished(const Measurement& measurement, size_t done, size_t total) {
  const std::lock_guard lock(mutex_);
  done_ = done;
  total_ = total;
  remaining_.finished(measurement, seconds_());
  if (measurement.outcome == Outcome::skipped) ++skipped_;
  // Of those there is one line at the end.
  if (style_.quiet || measurement.reason_kind == ReasonKind::budget_spent) return;
  if (!style_.bar)
    write_line(fmt::format("[{}/{}] {}  {}", done, total, printable(measurement.id.id()), outcome_text(measurement)));
  else if (style_.verbose || measurement.outcome != Outcome::skipped)
    say_above("", result(measurement));
  if (style_.verbose)
    for (const std::string& text : texts(measurement.notes)) say_above("    ", printable(text));
  set_activity(std::string(activity_), std::string(active_name_), false);
  if (style_.bar) draw();
}

void Progress::note(const std::string& text) {
  if (!style_.quiet) warn(text);
}

void Progress::warn(const std::string& text) {
  const std::lock_guard lock(mutex_);
  say_above("", text);
}

void Progress::end() {
  ticking_.request_stop();
  if (ticking_.joinable()) ticking_.join();
  const std::lock_guard lock(mutex_);
  if (line_.empty()) return;
  err_ << clear_line << std::flush;
  line_.clear();
}

// Above the line that is rewritten.
void Progress::write_line(const std::string& text) {
  if (!line_.empty()) err_ << clear_line;
  err_ << one_line(text) << '\n' << line_ << std::flush;
}

// Broken between words where the terminal ends, not where a word stands.
void Progress::say_above(std::string_view lead, const std::string& text) {
  const auto width = static_cast<size_t>(columns());
  if (!style_.bar || lead.size() + gpupeak::columns(text) <= width) return write_line(std::string(lead) + text);
  const std::string indent(lead.size() + 2, ' ');
  std::string before(lead);
  for (const std::string& line : wrapped(text, width - indent.size())) {
    write_line(before + line);
    before = indent;
  }
}

// "matmul f32 2048 onednn   226 GFLOP/s", with what makes it doubtful; or why there is no figure.
std::string Progress::result(const Measurement& measurement) const {
  const std::string& name = name_of(measurement.id);
  if (measurement.outcome != Outcome::measured) return fmt::format("{}  {}", name, outcome_text(measurement));
  const auto width = static_cast<size_t>(columns());
  const size_t widest = std::min(longest_name_, width - std::min(width / 2, widest_figure));
  const std::string shown = fitted(name, widest, style_.unicode);
  const std::string doubt = gpupeak::shown(doubt_of(measurement), {.unicode = style_.unicode});
  return shown + std::string(widest - std::min(widest, gpupeak::columns(shown)), ' ') +
         fmt::format("  {:>12}", figure_text(measurement)) + (doubt.empty() ? "" : "  " + doubt);
}

void Progress::draw_unless_just_drawn(double after_s) {
  if (!has_bar()) return;
  if (line_.empty() || seconds_() - drawn_ >= after_s) draw();
}

void Progress::draw() {
  if (!err_) return;  // its reader is gone
  drawn_ = seconds_();
  stale_ = false;
  line_ = std::string(clear_line) + status(columns());
  err_ << line_ << std::flush;
}

// "[####......] 32/86, 5 skipped  0:24, 0:41 left  measuring matmul f32 2048 onednn"
std::string Progress::status(int columns) const {
  constexpr size_t bar_width = 10;
  const size_t filled = total_ ? bar_width * std::min(done_, total_) / total_ : 0;
  std::string text = '[' + std::string(filled, '#') + std::string(bar_width - filled, '.') + ']';
  if (total_) text += fmt::format(" {}/{}", done_, total_);
  if (skipped_) text += fmt::format(", {} skipped", skipped_);
  text += "  " + clock_text(std::floor(drawn_ - begin_));
  if (const std::optional<double> left = remaining_.left(drawn_)) text += fmt::format(", {} left", clock_text(*left));
  text += fmt::format("  {} ", activity_);
  const auto room = static_cast<size_t>(columns);
  if (text.size() < room) text += fitted(active_name_, room - text.size(), style_.unicode);
  return fitted(std::move(text), room, style_.unicode);
}

// One is left free: a terminal whose last column is written to may begin a new line.
int Progress::columns() const {
  const std::optional<int> now = style_.width_now ? style_.width_now() : std::nullopt;
  return std::max(now.value_or(style_.width) - 1, narrowest);
}

std::string Progress::name_of(const Case& id) const {
  const auto found = names_.find(id.id());
  return found == names_.end() ? printable(id.id()) : found->second;
}

}  // namespace gpupeak::cli
