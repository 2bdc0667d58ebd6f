// What the formats of other tools ask of a case: one name, one place, one time.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "method/metrics.h"
#include "method/report.h"

namespace gpupeak {

// The device a case was measured on; null when the report does not describe it.
const DeviceInfo* device_of(const Report&, const Measurement&);

// "host0", "cuda1": the backend and its device, as names that stay the same from run to run.
std::string place_of(const Report&, const Measurement&);

// The id; behind its place ("cuda1/matmul/…") where the report holds several devices, so that no two cases share one.
std::string name_in(const Report&, const Measurement&);

// Seconds inside the timed windows; 0 without a time.
double timed_seconds(const Measurement&);

// Measured, with a time that figures can be made of.
bool usable(const Measurement&);

struct Range {
  double low, high;
};

// What metrics would be at the ends of the median's interval.
class AtInterval {
 public:
  explicit AtInterval(const Measurement&);
  // The lower figure first; nothing for what does not follow from the median.
  std::optional<Range> of(const Metric&) const;

 private:
  Measurement fast_, slow_;  // without samples
};

// The cases of one suite on one device, in the order of the report.
struct PlacedSuite {
  std::string place, suite;
  std::vector<const Measurement*> cases;
};
std::vector<PlacedSuite> by_suite(const Report&);

// What follows the suite in an id: "dtype=f32/m=64"; the suite itself where it has no axes.
std::string axes_in(const Case&);

// "19 of 25 cases measured, 3 skipped, 1 wrong"
std::string outcome_counts(const Report&);

// Wrong, failed or implausible: what a reader must see first.
bool is_fault(Outcome);

}  // namespace gpupeak
