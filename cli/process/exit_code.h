// How a command ended, for scripts. Never a count.
#pragma once

#include <array>
#include <string_view>

namespace gpupeak::cli {

enum class ExitCode {
  ok = 0,
  gate_failed = 1,
  usage = 2,
  wrong = 3,
  nothing_measured = 4,
  inconclusive = 5,
  interrupted = 130,
};

struct ExitCodeRow {
  ExitCode id;
  int rank;  // when several hold, the highest wins
  std::string_view text;
};

inline constexpr std::array exit_codes{
    ExitCodeRow{ExitCode::ok, 0, "all is well"},
    ExitCodeRow{ExitCode::gate_failed, 2, "a gate failed"},
    ExitCodeRow{ExitCode::usage, 5, "usage, configuration or unreadable input"},
    ExitCodeRow{ExitCode::wrong, 3, "a result was wrong or implausible, or a case failed"},
    ExitCodeRow{ExitCode::nothing_measured, 4, "no usable device, no case, or all were skipped"},
    ExitCodeRow{ExitCode::inconclusive, 1, "inconclusive, only when asked for"},
    ExitCodeRow{ExitCode::interrupted, 6, "interrupted; the partial report is on disk"},
};

constexpr int rank(ExitCode code) {
  for (const ExitCodeRow& row : exit_codes)
    if (row.id == code) return row.rank;
  return 0;
}

// Of a process that ended; a status that is not ours (it was killed, it crashed) means that a case failed.
constexpr ExitCode exit_code_of(int status) {
  for (const ExitCodeRow& row : exit_codes)
    if (static_cast<int>(row.id) == status) return row.id;
  return ExitCode::wrong;
}

constexpr ExitCode combine(ExitCode a, ExitCode b) { return rank(a) < rank(b) ? b : a; }

}  // namespace gpupeak::cli
