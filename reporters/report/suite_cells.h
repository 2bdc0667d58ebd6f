// From a measurement to the cells of its row: headline, precision, time, share of the ceiling, what binds it, share of
// the vendor's speed. Every missing figure has a footnote that says why.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/gaps/seen_rates.h"
#include "analysis/summary/vendor_ratios.h"
#include "method/report.h"
#include "reporters/report/figures.h"
#include "reporters/report/footnotes.h"
#include "reporters/text/table.h"

namespace gpupeak {

// TABLE of what the device said of itself, in columns where it did.
struct DeviceColumn {
  std::string_view title;
  std::optional<std::string> (*value)(const Measurement&);
  std::string (*reason)(const Telemetry&);
};
std::span<const DeviceColumn> device_columns();

bool has_cycles(const Measurement&);  // beside the nanoseconds of its latency

class SuiteCells {
 public:
  // What is given is kept by reference.
  SuiteCells(const Report& report, const VendorRatios& vendors, const SeenRates& seen, Footnotes& notes,
             const Style& style)
      : report_(report), vendors_(vendors), seen_(seen), notes_(notes), style_(style) {}

  std::optional<RateUnit> unit;  // of all headlines; else each has its own
  // Where the notes of the case as a whole are marked.
  enum class Place { headline, precision, time } notes_at = Place::precision;

  Cell outcome(const Measurement&);  // of what was not measured
  Cell headline(const Measurement&);
  Cell cycles(const Measurement&);
  Cell precision(const Measurement&);
  Cell spread(const Measurement&);  // between runs
  Cell time(const Measurement&);
  Cell ceiling(const Measurement&);
  Cell bound_by(const Measurement&);
  Cell vendor(const Measurement&);
  Cell device(const DeviceColumn&, const Measurement&);

 private:
  Cell figure(std::string text, Ink = Ink::plain, const std::vector<int>& marks = {}) const;
  Cell missing(const std::vector<int>& marks) const;
  Cell missing(const std::string& why);
  std::vector<int> marks_at(Place, const Measurement&);
  const DeviceInfo* device_of(const Measurement&) const;
  bool follows_clock(const Measurement&, Resource) const;
  std::string why_unknown(const Measurement&, Resource) const;
  std::vector<int> why_no_ceiling(const Measurement&);

  const Report& report_;
  const VendorRatios& vendors_;
  const SeenRates& seen_;
  Footnotes& notes_;
  const Style& style_;
};

}  // namespace gpupeak
