// Keeps what a run measures on disk while it goes on: each case as a line of the journal beside report.json, which is
// written whole now and then, and at the end. So what is written grows as the cases do, not as their square. When the
// disk fails the run does not: it warns once, tries again after every case, and in the end puts the report where it
// can.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include "cli/files/output_directory.h"
#include "cli/files/text_file.h"
#include "core/resource.h"
#include "method/report.h"

namespace gpupeak::cli {

class ReportSaver {
 public:
  using Warn = std::function<void(const std::string&)>;
  ReportSaver(const OutputDirectory& directory, Warn warn) : directory_(directory), warn_(std::move(warn)) {}

  // The report and a journal without a case. Throws UsageError when they cannot be written: nothing has been measured
  // yet.
  void begin(const Report&);
  void save(const Report&);        // after each case, which stands last
  void save_whole(const Report&);  // the report alone, where there is no journal
  // The last one, after which no journal stays. True when it is in the directory; otherwise it lies in
  // `fallback_folder` and the warning says where, or, when that fails too, is written to `out`.
  bool finish(const Report&, const std::string& fallback_folder, std::ostream& out);

 private:
  using Peaks = std::vector<std::map<Resource, double>>;  // rates by device
  static Peaks peaks_of(const Report&);

  std::optional<std::string> append(const Report&);
  std::optional<std::string> write(const Report&);
  void warn_once(const std::string& cause);

  const OutputDirectory& directory_;
  Warn warn_;
  bool warned_ = false;
  LineFile journal_;
  size_t journaled_ = 0;           // measurements that the journal, or the report as it was begun, has
  size_t report_bytes_ = 0;        // of report.json when it was last written
  size_t journal_bytes_then_ = 0;  // of the journal when that was last tried
  Peaks peaks_then_;               // as report.json has them
};

}  // namespace gpupeak::cli
