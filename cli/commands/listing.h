// Tables that are printed as they are: of plain words, by list, info and specs; of what --dry-run would measure.
#pragma once

#include <ostream>
#include <span>
#include <string>
#include <vector>

#include "core/device_info.h"
#include "method/expected_time.h"
#include "reporters/reporters.h"

namespace gpupeak::cli {

// Left-aligned columns; what others wrote (names of devices, files) is made harmless.
void print_listing(const std::vector<std::string>& titles, const std::vector<std::vector<std::string>>& rows,
                   std::ostream& out, const Style& style);

// "name   text", wrapped; nothing when the text is empty.
void print_field(const std::string& name, const std::string& text, std::ostream& out, const Style& style);

std::string joined(const std::vector<std::string>& words, const std::string& between = ", ");

// How a schedule would be run.
struct Plan {
  const Schedule& schedule;
  const Rank& rank;
  std::span<const Suite* const> suites;
  int processes = 1;   // that run it one after the other
  Seconds opening{0};  // what it took to start this process and open its device
};

// What would be measured, and how long that takes: looks at how fast this host and the device's link are.
void print_schedule(const Plan&, bool with_ids, std::ostream& out, const Style& style);

}  // namespace gpupeak::cli
