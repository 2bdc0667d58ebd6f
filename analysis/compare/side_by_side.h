// Several devices beside one another: what each does in the cases that all of them measured, for its energy and price.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "method/report.h"

namespace gpupeak {

struct SideCell {
  const Measurement* measured;       // in its report
  std::optional<double> efficiency;  // of the peak at the clock seen
  std::optional<double> joules;      // of a launch, where the device counts energy
};

struct SideRow {
  std::string id;               // as in ComparedCase
  std::vector<SideCell> cells;  // by report
};

double speed_of(const SideRow&, size_t report);  // against the first report's

struct SideColumn {
  std::string name, device;
  double speed = 1;                       // geometric mean over the rows, against the first report
  std::optional<double> efficiency;       // geometric mean over the rows that all know it
  std::optional<double> joules;           // per launch against the first report's, geometric mean
  std::optional<double> price;            // of an hour
  std::optional<double> speed_per_price;  // against the first report's
};

// The reports must outlive it.
struct SideBySide {
  std::vector<SideColumn> columns;  // a report each
  std::vector<SideRow> rows;        // measured by all, with the same work, in the first report's order
  bool devices_differ = false;

  // More than a table of ratios of two runs of one device.
  bool worth_showing() const;
};

// A, B … Z, AA, AB …: what the reports are called beside one another.
std::string side_letter(size_t place);

// `prices` of an hour of each report's device, or empty.
SideBySide side_by_side(const std::vector<Report>& reports, const std::vector<std::string>& names,
                        const std::vector<double>& prices);

}  // namespace gpupeak
