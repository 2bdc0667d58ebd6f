// Options' text → values. Every error names the option, what was written and what was expected.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "cli/options/parse.h"
#include "core/device_info.h"
#include "method/schedule.h"
#include "peaks/overrides.h"

namespace gpupeak::cli {

struct WhatToMeasure;

// A whole number in least..most; throws UsageError that starts with `place`.
uint64_t whole_number(const std::string& place, const std::string& text, uint64_t least, uint64_t most);

// "60s", "500ms", "2m", "1.5"; throws UsageError that starts with `place`.
Seconds duration(const std::string& place, const std::string& text);

// "3" or "2.5" → 0.03, 0.025; above 0, at most 1000 %.
double percent(const std::string& place, const std::string& text);

// "2.1,3.5": what an hour of each of `count` devices costs; nothing for an empty text.
std::vector<double> prices_of(const std::string& text, size_t count);

// One of `known`; throws UsageError with the nearest.
void one_of(const std::string& option, const std::string& value, const std::vector<std::string>& known);

// "a,b,c" → its pieces; throws UsageError when one is empty.
std::vector<std::string> pieces(const std::string& option, const std::string& text);

ScheduleOptions schedule_options(const WhatToMeasure&);
Preset preset_of(const std::string& written);  // an embedded one by name, or a file

// --peak RESOURCE=RATE
std::vector<PeakOverride> peak_overrides(const std::vector<std::string>& written);

}  // namespace gpupeak::cli
