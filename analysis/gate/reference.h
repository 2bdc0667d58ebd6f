// A card held against others of its model: what is usual for it?
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "analysis/gate/baseline.h"

namespace gpupeak {

inline constexpr size_t jobs_that_tell_usual = 3;

struct ReferenceRow {
  std::string id;
  double speed = 1;          // median time of the reference's jobs / this report's: 0.82 reads 82 %
  double low = 1, high = 1;  // the same of the reference's own jobs, slowest and fastest
  size_t jobs = 0;
};

struct ReferenceTable {
  std::string backend, device;          // of the report
  std::vector<ReferenceRow> rows;       // cases that both have, with the same work, in the report's order
  double speed = 1, low = 1, high = 1;  // geometric means over the rows
  size_t fewest_jobs = 0;               // of any row
  std::optional<Unlike> unlike;         // where there are no rows: a condition that differs in what could have been one
};

// Of the first device that the reference knows by backend, name and units; power limit and driver may differ, as they
// do from card to card. No rows where it knows none. Jobs and cases measured under other conditions are left out unless
// `force` insists.
ReferenceTable against_reference(const Report&, const Baseline& reference, bool force = false);

}  // namespace gpupeak
