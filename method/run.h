// Schedule → Report: prepares, verifies, measures and verifies again, case by case; opponents of one ladder take turns.
#pragma once

#include <functional>
#include <span>
#include <string_view>

#include "core/names.h"
#include "method/report.h"
#include "method/schedule.h"
#include "method/suite.h"

namespace gpupeak {

// What is being done for a case. While it is `measuring`, windows are timed: no thread but the launch's own may work
// then, and what an owner has to say it says between windows.
enum class Stage { preparing, verifying, measuring };
inline constexpr Named<Stage> stage_names[] = {
    {Stage::preparing, "preparing"},
    {Stage::verifying, "verifying"},
    {Stage::measuring, "measuring"},
};
constexpr std::string_view name(Stage id) { return name_of(stage_names, id); }

// What the run tells its owner while it goes on. Any callback may be empty.
struct Observer {
  std::function<void(const Case&, size_t done, size_t total)> started = {};
  std::function<void(const Measurement&, size_t done, size_t total)> finished = {};  // e.g. save it
  std::function<void(Stage, const Case&)> stage = {};                                // it is this from now on
  std::function<void()> between_windows = {};  // while measuring: none is timed until it returns
  std::function<bool()> interrupted = {};      // true: begin no other group of opponents
};

// Appends a measurement per scheduled case to `report` (whose run.schedule is the schedule and devices[device_index] is
// the rank's). Cases whose id the report has already are left alone: a run can be resumed. Never throws for a case's
// sake. With a budget, of which `spent` is gone before the call, the cases of every suite that a reader wants first
// come first, and it returns when the budget is spent and the case at hand is done: what is left out is skipped for it.
void run_schedule(const Schedule& schedule, std::span<const Suite* const> suites, const Rank& rank, int device_index,
                  const Observer& observer, Report& report, Seconds spent = Seconds(0));

}  // namespace gpupeak
