// Quantities as people read them: GB/s is 10^9, MiB is 2^20. The only place that turns a unit into text.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/resource.h"
#include "core/units.h"

namespace gpupeak {

std::string text(Seconds);         // "1.234 ms"
std::string text(Bytes);           // "64 MiB", "1.5 GiB"; exact powers without decimals
std::string text(Joules);          // "1.23 mJ"
std::string text(Hertz);           // "3.50 GHz"
std::string text(FlopsPerSecond);  // "351 GFLOP/s"
std::string text(BytesPerSecond);  // "28.3 GB/s"
std::string text_of(double value, MetricUnit unit);
std::string text_of(double per_second, Unit unit);  // a rate of a resource
std::string percent(double ratio);                  // "97.3 %"

// The inverse, for arguments. Errors are std::invalid_argument whose text names what was expected.
double parse_count(std::string_view);            // "4096", "4k" = 4096 (binary), "1M"; whole, positive, ≤ 2^40
Bytes parse_bytes(std::string_view);             // "64KiB", "64k", "1GiB", "4096", "1GB" (decimal)
Seconds parse_seconds(std::string_view);         // "60s", "500ms", "2m", "1.5"
double parse_rate(std::string_view, Unit unit);  // "51.2GB/s", "312TFLOP/s"

}  // namespace gpupeak
