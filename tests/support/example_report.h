// A made-up report with one of everything a reporter has to show: every suite and outcome, an unknown ceiling, a vendor
// ladder, a latency, foreign names. Its figures are round, so that a reader can check the golden files by hand.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "method/report.h"

namespace gpupeak::testing {

DeviceInfo example_device();

// A measured case of device 0: `count` samples round `median`, spread evenly within ± `spread` of it.
Measurement example_measurement(std::string suite, std::vector<std::pair<std::string, std::string>> values, Work work,
                                Seconds median, double spread = 0.005, int count = 20);
// A case that was not measured.
Measurement example_without_time(std::string suite, std::vector<std::pair<std::string, std::string>> values,
                                 Outcome outcome, std::string reason);

Report example_report();

}  // namespace gpupeak::testing
