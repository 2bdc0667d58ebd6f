// Schedule → Report: prepares, verifies, measures and verifies again, case by case; opponents of one ladder take turns.
#pragma once

#include <functional>
#include <span>

#include "method/report.h"
#include "method/schedule.h"
#include "method/suite.h"

namespace gpupeak {

// What the run tells its owner while it goes on. Any callback may be empty.
struct Observer {
  std::function<void(const Case&, size_t done, size_t total)> started;
  std::function<void(const Measurement&, size_t done, size_t total)> finished;  // e.g. save it
  std::function<bool()> interrupted;  // true: begin no other group of opponents
};

// Appends a measurement per scheduled case to `report` (whose run.schedule is the schedule and devices[device_index] is
// the rank's). Cases whose id the report has already are left alone: a run can be resumed. Never throws for a case's
// sake.
void run_schedule(const Schedule& schedule, std::span<const Suite* const> suites, const Rank& rank, int device_index,
                  const Observer& observer, Report& report);

}  // namespace gpupeak
