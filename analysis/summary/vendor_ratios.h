// How fast is every case of a report beside the vendor's best rung?
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string_view>
#include <utility>

#include "method/report.h"

namespace gpupeak {

// ratio_to_vendor for every case of a report, without walking the report once per case. The report must outlive it.
class VendorRatios {
 public:
  explicit VendorRatios(const Report&);
  std::optional<double> of(const Measurement&) const;
  // The same for a reader: nothing where either side is not precise, or above `most_shown` (reliability.h).
  std::optional<double> shown(const Measurement&) const;
  // Whether the vendors' rungs beside this case are all of libraries below the processor, which are no yardsticks.
  bool only_below(const Measurement&) const;

 private:
  using Place = std::pair<int, std::string_view>;  // device and group
  std::map<Place, const Measurement*> fastest_;
  std::set<Place> below_;
};

}  // namespace gpupeak
