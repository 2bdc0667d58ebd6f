// How far a run is, on stderr: a bar that rewrites its line on a terminal, a line per case otherwise.
#pragma once

#include <functional>
#include <ostream>
#include <string>

#include "core/case.h"
#include "method/measurement.h"

namespace gpupeak::cli {

struct ProgressStyle {
  bool quiet = false;    // nothing at all
  bool verbose = false;  // notes, and what was skipped
  bool bar = false;
  int width = 100;
};

class Progress {
 public:
  Progress(std::ostream& err, ProgressStyle style, std::function<double()> seconds);

  void started(const Case& id, size_t done, size_t total);
  void finished(const Measurement& measurement, size_t done, size_t total);
  void note(const std::string& text);  // a line of its own, above the bar
  void warn(const std::string& text);  // the same, said even when quiet
  void end();                          // takes the bar away

 private:
  void draw(const Case& id, size_t done, size_t total);
  std::string remaining(size_t done, size_t total) const;

  std::ostream& err_;
  ProgressStyle style_;
  std::function<double()> seconds_;
  double begin_;
  size_t first_ = 0;  // cases an earlier run had done
  bool begun_ = false;
  std::string line_;  // the bar that is on the screen
};

}  // namespace gpupeak::cli
