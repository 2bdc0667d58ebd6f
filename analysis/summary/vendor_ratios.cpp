#include "analysis/summary/vendor_ratios.h"

#include <cmath>
#include <stdexcept>

#include "analysis/summary/reliability.h"
#include "method/metrics.h"

namespace gpupeak {

VendorRatios::VendorRatios(const Report& report) {
  for (const Measurement& m : report.measurements) {
    if (!m.vendor || m.outcome != Outcome::measured || !m.stats || m.samples.empty()) continue;
    if (m.vendor_below) {
      below_.emplace(m.device, m.group);
      continue;
    }
    const Measurement*& fastest = fastest_[{m.device, m.group}];
    if (!fastest || m.stats->median < fastest->stats->median) fastest = &m;
  }
}

bool VendorRatios::only_below(const Measurement& m) const {
  const Place place{m.device, m.group};
  return below_.contains(place) && !fastest_.contains(place);
}

std::optional<double> VendorRatios::of(const Measurement& m) const {
  const auto found = fastest_.find({m.device, m.group});
  if (found == fastest_.end()) return std::nullopt;
  try {
    const std::optional<double> ratio = ratio_to_vendor(m, {found->second, 1});
    return ratio && std::isfinite(*ratio) ? ratio : std::nullopt;
  } catch (const std::invalid_argument&) {  // samples without a time, as only a report from elsewhere has them
    return std::nullopt;
  }
}

std::optional<double> VendorRatios::shown(const Measurement& m) const {
  const auto found = fastest_.find({m.device, m.group});
  if (found == fastest_.end() || !is_precise(*found->second) || !is_precise(m)) return std::nullopt;
  const std::optional<double> ratio = of(m);
  return ratio && *ratio <= most_shown ? ratio : std::nullopt;
}

}  // namespace gpupeak
