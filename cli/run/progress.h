// How far a run is, on stderr: on a terminal a line per result and below them a line that is rewritten, otherwise a
// line per case.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "cli/process/environment.h"
#include "cli/run/remaining_time.h"
#include "core/case.h"
#include "method/measurement.h"
#include "method/run.h"

namespace gpupeak::cli {

struct ProgressStyle {
  bool quiet = false;    // nothing at all
  bool verbose = false;  // notes, and what was skipped
  bool bar = false;
  int width = 100;                                     // columns of the terminal
  std::function<std::optional<int>()> width_now = {};  // the same at this moment, where it may be resized
  bool unicode = true;                                 // what the terminal can show
  std::chrono::milliseconds tick{500};                 // how often the line is rewritten while nothing else happens
};

// As this process's stderr can show it.
ProgressStyle progress_style(const Environment&);

// The line ticks by a thread of its own while cases are prepared and verified. While windows are timed the line is
// rewritten between two of them, by that thread only where one lasts longer than a second. Its functions are for one
// thread, the one that measures; whoever else writes to `err` does so before it begins or after end().
class Progress {
 public:
  Progress(std::ostream& err, ProgressStyle style, std::function<double()> seconds);
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  bool has_bar() const { return style_.bar && !style_.quiet; }
  void doing(const std::string& what);  // what goes on while no case does: "opening the device"
  // What is to come: seconds expected of each case, and of the run's budget.
  void plan(const std::vector<Case>& cases, std::map<std::string, double> expected_s, std::optional<double> budget_s);
  void started(const Case& id, size_t done, size_t total);
  void stage(Stage stage, const Case& id);
  void between_windows();
  void finished(const Measurement& measurement, size_t done, size_t total);
  void note(const std::string& text);  // a line of its own, above the bar
  void warn(const std::string& text);  // the same, said even when quiet
  void end();                          // takes the line away; nothing ticks from now on

 private:
  void tick_until_told(const std::stop_token& stop);
  void begin_ticking();
  // The callers of all below hold the mutex.
  void set_activity(std::string_view what, const std::string& name, bool timed);
  void draw_unless_just_drawn(double after_s);
  void draw();
  std::string status(int columns) const;
  std::string result(const Measurement&) const;
  void say_above(std::string_view lead, const std::string& text);
  void write_line(const std::string& text);
  int columns() const;
  std::string name_of(const Case&) const;  // the short one that the plan gives it

  std::ostream& err_;
  const ProgressStyle style_;
  std::function<double()> seconds_;
  const double begin_;
  RemainingTime remaining_;
  std::map<std::string, std::string> names_;  // by id
  size_t longest_name_ = 0, done_ = 0, total_ = 0, skipped_ = 0;
  std::string activity_, active_name_;
  bool timed_ = false;    // windows are timed now
  std::string line_;      // the one that is rewritten, as it is on the screen
  bool stale_ = false;    // it tells of another activity
  double drawn_ = 0;      // when
  double last_sign_ = 0;  // when the thread that measures was here last

  // Guards everything above from the thread that ticks.
  std::mutex mutex_;
  std::condition_variable_any wake_;
  std::jthread ticking_;
};

}  // namespace gpupeak::cli
