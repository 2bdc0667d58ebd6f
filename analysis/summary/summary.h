// What a report comes to, for whoever reads one screen of it: the best figure of each kind of work, how far the figures
// can be believed, and what could be gained. What report.json has as `summary`, and every page opens with.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/gaps/why.h"
#include "analysis/summary/reliability.h"
#include "core/names.h"
#include "method/metrics.h"
#include "method/report.h"

namespace gpupeak {

// How far a run can be believed. high: at least nine tenths of what was measured is precise (reliability.h) and no
// result was wrong or implausible; moderate: at least six tenths, and none wrong; low: less, or a wrong result; none:
// nothing was measured.
enum class Grade { high, moderate, low, none };
inline constexpr Named<Grade> grade_names[] = {
    {Grade::high, "high"},
    {Grade::moderate, "moderate"},
    {Grade::low, "low"},
    {Grade::none, "none"},
};
constexpr std::string_view name(Grade id) { return name_of(grade_names, id); }

// The best case of one kind of work on one device.
struct Headline {
  const Measurement* best;  // of the report
  std::string_view kind;    // "matmul"; of a suite that has no row in the table of kinds (kinds.cpp) its name
  std::string variant;      // what its kind is told apart by: "f32", "dram"; may be empty
  std::string detail;       // what else a reader must know of the case: "2048, onednn"
  bool brief = false;       // a latency, which has neither ceiling nor vendor: several go on one line
  bool lesser = false;      // gives way to others where there is no room for all
  const Metric* metric;     // its figure, and
  double value;             // that in the metric's unit
  Reliability reliability;
  // ceiling at the clock seen / time. Nothing where the case is not precise, or a resource of unknown rate may bind it.
  std::optional<double> efficiency;
  // How our fastest rung does beside the vendor's fastest in the best case's ladder: time of theirs / of ours. Nothing
  // where either is not precise.
  std::optional<double> own_of_vendor;
};

struct ReportSummary {
  Grade grade = Grade::none;
  size_t cases = 0;                                     // all of the report
  size_t precise = 0, unsteady = 0, single_sample = 0;  // of the measured ones, which they add up to
  size_t wrong = 0, failed = 0, implausible = 0, skipped = 0;
  std::vector<Headline> headlines;  // by device, in the order of the table of kinds
  std::vector<Gap> gaps;            // of these cases, most to be gained first
};

// The report must outlive it.
ReportSummary summary_of(const Report&);

// "80 of 84 figures repeat within 5 %, 3 are unsteady, 1 rests on a single sample". Without a full stop.
std::string reliability_sentence(const ReportSummary&);

}  // namespace gpupeak
