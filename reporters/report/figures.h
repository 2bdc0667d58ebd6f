// Figures of a measurement as a reader wants them: in a unit its whole column shares; and whether a report has all of
// them.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "method/metrics.h"
#include "method/report.h"

namespace gpupeak {

// Three significant digits without an exponent: 1.23, 12.3, 123, 1234.
std::string three_digits(double value);
// "97.3 %"; "<0.1 %" for what would read as nothing.
std::string share(double ratio);
// Half the interval of the median as such a share, and how sure it is where few samples give less than 99 %:
// "0.1 % (50 %)". Nothing where it is not known, as of one sample.
std::string precision(const Measurement&);

// One unit for the rates of a column: no figure below 1 in it unless another would pass 100,000.
struct RateUnit {
  std::string name;  // "GFLOP/s"
  double factor = 1;
};
RateUnit common_unit(std::span<const double> rates, MetricUnit unit);

// That a run did not come to its end, with what helps between the marks of code; empty where it did.
std::string state_sentence(const Report&, std::string_view code, std::string_view code_ends);

// ratio_to_vendor for every case of a report, without walking the report once per case. The report must outlive it.
class VendorRatios {
 public:
  explicit VendorRatios(const Report&);
  std::optional<double> of(const Measurement&) const;
  // Whether the vendors' rungs beside this case are all of libraries below the processor, which are no yardsticks.
  bool only_below(const Measurement&) const;

 private:
  using Place = std::pair<int, std::string_view>;  // device and group
  std::map<Place, const Measurement*> fastest_;
  std::set<Place> below_;
};

}  // namespace gpupeak
