// What a command needs of the process it runs in, so that a test can be that process.
#pragma once

#include <functional>
#include <optional>
#include <ostream>
#include <span>
#include <string>
#include <vector>

#include "cli/run/backends.h"
#include "device/host/other_programs.h"
#include "method/report.h"
#include "method/suite.h"

namespace gpupeak::cli {

inline constexpr int default_width = 100;  // columns, where nobody says

struct Environment {
  std::span<const Backend* const> backends;
  std::span<const Suite* const> suites;
  std::ostream& out;  // data
  std::ostream& err;  // all else
  bool out_is_terminal = false;
  bool err_is_terminal = false;
  int width = default_width;                                 // of what is written to out, in columns
  int err_width = default_width;                             // to err, when the command began
  std::function<std::optional<int>()> err_columns = {};      // of err's terminal at this moment; nothing: it has none
  std::function<const char*(const char* name)> getenv = {};  // null when unset
  std::function<std::string()> utc_now = {};                 // "2025-01-31T12:00:00Z"
  std::function<double()> seconds = {};                      // monotonic, for the time that remains
  double began = 0;                                          // of `seconds`, when the command began
  std::function<void()> catch_interrupts =
      {};  // from now on Ctrl-C ends the run behind its opponents at hand, not the process
  std::function<bool()> interrupted = {};  // Ctrl-C has arrived
  std::function<int(const std::vector<std::string>& args)> run_self =
      {};  // this binary in a fresh process; its exit code
  std::function<int(const std::string& program, const std::vector<std::string>& args)> run_program = {};  // another one
  Inspector inspect = {};  // of vendors' libraries
  // What other programs use of the CPUs in the next quarter of a second; empty: nobody looks.
  std::function<std::optional<host::OtherPrograms>()> others = {};
  std::function<HostFacts()> host = {};
  Tool tool = {};
};

}  // namespace gpupeak::cli
