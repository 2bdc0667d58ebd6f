// Keeps the report on disk while a run goes on. When the disk fails the run does not: it warns once, tries again after
// every case, and in the end puts the report where it can.
#pragma once

#include <functional>
#include <ostream>
#include <string>

#include "cli/files/output_directory.h"
#include "method/report.h"

namespace gpupeak::cli {

class ReportSaver {
 public:
  using Warn = std::function<void(const std::string&)>;
  ReportSaver(const OutputDirectory& directory, Warn warn) : directory_(directory), warn_(std::move(warn)) {}

  void begin(
      const Report&);        // throws UsageError when the first report cannot be written: nothing has been measured yet
  void save(const Report&);  // after each case
  // The last one. True when it is in the directory; otherwise it lies in `fallback_folder` and the warning says where,
  // or, when that fails too, is written to `out`.
  bool finish(const Report&, const std::string& fallback_folder, std::ostream& out);

 private:
  const OutputDirectory& directory_;
  Warn warn_;
  bool warned_ = false;
};

}  // namespace gpupeak::cli
