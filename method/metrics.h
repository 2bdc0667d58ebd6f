// TABLE of what is computed from a measurement. Columns, CSV headers and JSON keys derive from it.
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "core/units.h"
#include "method/measurement.h"

namespace gpupeak {

enum class Better { higher, lower };
struct Metric {
  std::string_view name;   // JSON key and CSV header, unit included: "median_s"
  std::string_view title;  // console column: "time"
  MetricUnit unit;
  Better better;
  std::string_view summary;
  std::optional<double> (*value)(const Measurement&);  // nothing when it does not apply or is not known
};

std::span<const Metric* const> metrics();
const Metric* metric_named(std::string_view);

// The metric's value, and nothing rather than NaN or Infinity.
std::optional<double> finite_value(const Metric&, const Measurement&);

// What a reader wants first: the metric that the measurement names. Where it names none, as those of other tools, or
// that one has no value, the first that has: latency where accesses depend on one another, the 99th percentile of
// requests, samples learnt from, arithmetic, bandwidth, updates. Null when the case has none.
const Metric* headline(const Measurement&);

// time of the best vendor rung of the same group / time of this one, as the median of the ratios of paired samples
// (sample i of both) when both have as many, of medians otherwise. Nothing without a measured vendor rung whose library
// uses what the processor has (Measurement::vendor_below).
std::optional<double> ratio_to_vendor(const Measurement&, std::span<const Measurement> all);

}  // namespace gpupeak
