// Choosing and scaling figures; their values come from method/metrics, their units from core/format.
#include "reporters/report/figures.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "analysis/summary/reliability.h"
#include "core/format.h"

namespace gpupeak {
namespace {

constexpr double least_in_unit = 0.01;       // below it digits would be zeros
constexpr double too_long_in_unit = 9999.5;  // would be shown with five digits

}  // namespace

std::string three_digits(double value) {
  const double size = std::abs(value);
  if (size == 0) return "0";
  // The limits are where rounding carries into one more digit: 9.995 is 10.0, not 10.00.
  const int decimals = size >= 99.95    ? 0
                       : size >= 9.995  ? 1
                       : size >= 0.9995 ? 2
                                        : std::min(12, 2 - static_cast<int>(std::floor(std::log10(size))));
  return fmt::format("{:.{}f}", value, decimals);
}

std::string share(double ratio) {
  if (ratio > most_shown) return three_digits(ratio) + "×";
  return ratio > 0 && ratio < 0.0005 ? "<0.1 %" : percent(ratio);
}

std::string precision(const Measurement& m) {
  const std::optional<double> half = finite_value(*metric_named("median_precision"), m);
  if (!half) return "";
  if (*half > widest_precision) return "unsteady";
  const double confidence = m.stats->median_interval->confidence;
  return confidence < 0.99 ? fmt::format("{} ({:.0f} %)", share(*half), 100 * confidence) : share(*half);
}

std::string doubt_of(const Measurement& m) {
  const std::optional<Reliability> known = reliability(m);
  if (!known || *known == Reliability::precise) return "";
  if (*known == Reliability::single_sample) return "one sample";
  const std::optional<double> half = finite_value(*metric_named("median_precision"), m);
  return half && *half > precise_within && *half <= widest_precision ? "± " + share(*half) : "unsteady";
}

std::string with_precision(std::string figure, const Measurement& m) {
  const std::string known = precision(m);
  if (known.empty()) return figure;
  return figure + (known == "unsteady" ? ", unsteady" : " ± " + known);
}

std::optional<RateUnit> common_unit(std::span<const double> rates, MetricUnit unit) {
  double low = std::numeric_limits<double>::infinity(), high = 0;
  for (const double rate : rates)
    if (rate > 0) low = std::min(low, rate), high = std::max(high, rate);
  const std::string one = text_of(1, unit), base = one.substr(one.rfind(' ') + 1);
  if (high <= 0) return RateUnit{base, 1};
  for (double reference = low;; reference *= 1000) {
    const std::string with_unit = text_of(std::min(reference, high), unit);
    RateUnit fitted{with_unit.substr(with_unit.rfind(' ') + 1)};
    fitted.factor = parse_rate("1" + fitted.name.substr(0, fitted.name.size() - base.size()) + "FLOP/s", Unit::flop);
    if (low < least_in_unit * fitted.factor) return std::nullopt;
    if (high < too_long_in_unit * fitted.factor) return fitted;
    if (reference >= high) return std::nullopt;
  }
}

std::string state_sentence(const Report& report, std::string_view code, std::string_view code_ends) {
  if (report.run.state == "interrupted")
    return fmt::format("The run was interrupted: this report is partial, {}run --resume{} measures what is missing.",
                       code, code_ends);
  if (report.run.state == "running") return "The run had not ended when this report was written.";
  return {};
}

}  // namespace gpupeak
