// Names and figures as OpenMetrics 1.0, Prometheus's text format 0.0.4 and GitLab's metrics reports all take them:
// gauges in base units, the unit at the end of the name, three significant digits (GitLab compares texts, so noise in
// the last digit would be a change).
#pragma once

#include <ostream>
#include <string>
#include <string_view>

#include "method/metrics.h"

namespace gpupeak::openmetrics {

struct Family {
  std::string name;  // "gpupeak_bandwidth_bytes_per_second"
  std::string unit;  // "bytes_per_second"; empty: it has none
  std::string help;
};

Family family_of(const Metric&);

void write_head(std::ostream&, const Family&);
// `labels` as label() makes them, joined by commas; empty for none.
void write_gauge(std::ostream&, std::string_view name, std::string_view labels, double value);
std::string label(std::string_view name, std::string_view foreign);
void write_end(std::ostream&);

}  // namespace gpupeak::openmetrics
