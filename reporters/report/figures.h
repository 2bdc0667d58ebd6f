// Figures of a measurement as a reader wants them: in a unit its whole column shares; and whether a report has all of
// them.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "method/metrics.h"
#include "method/report.h"

namespace gpupeak {

// Three significant digits without an exponent: 1.23, 12.3, 123, 1234.
std::string three_digits(double value);
// "97.3 %"; "<0.1 %" for what would read as nothing, "1101×" for what is more than twice as much.
std::string share(double ratio);
// Half the interval of the median as such a share, and how sure it is where few samples give less than 99 %:
// "0.1 % (50 %)"; "unsteady" where half the interval is wider than the median. Nothing where it is not known, as of one
// sample.
std::string precision(const Measurement&);
inline constexpr double widest_precision = 1;  // that is shown as a figure, as a share of the median
// Why a figure is not precise (reliability.h): "± 14.0 %", "unsteady" where the interval is not what makes it so or is
// no figure, "one sample" also for two. Empty where it is precise, or nothing was measured.
std::string doubt_of(const Measurement&);
// "1.23 ms ± 0.4 %", "1.23 ms, unsteady", or the figure alone where its precision is not known.
std::string with_precision(std::string figure, const Measurement&);

// One unit for the rates of a column, in which none has more than four digits before the point and none is below 0.01;
// nothing where there is no such unit, so that each figure has its own.
struct RateUnit {
  std::string name;  // "GFLOP/s"
  double factor = 1;
};
std::optional<RateUnit> common_unit(std::span<const double> rates, MetricUnit unit);

// That a run did not come to its end, with what helps between the marks of code; empty where it did.
std::string state_sentence(const Report&, std::string_view code, std::string_view code_ends);

}  // namespace gpupeak
