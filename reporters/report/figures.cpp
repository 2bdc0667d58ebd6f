// Choosing and scaling figures; their values come from method/metrics, their units from core/format.
#include "reporters/report/figures.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/format.h"

namespace gpupeak {

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

std::string share(double ratio) { return ratio > 0 && ratio < 0.0005 ? "<0.1 %" : percent(ratio); }

std::string precision(const Measurement& m) {
  const std::optional<double> half = finite_value(*metric_named("median_precision"), m);
  if (!half) return "";
  const double confidence = m.stats->median_interval->confidence;
  return confidence < 0.99 ? fmt::format("{} ({:.0f} %)", share(*half), 100 * confidence) : share(*half);
}

RateUnit common_unit(std::span<const double> rates, MetricUnit unit) {
  const auto [low, high] = std::minmax_element(rates.begin(), rates.end());
  const std::string one = text_of(1, unit), base = one.substr(one.rfind(' ') + 1);
  RateUnit fitted;
  double reference = *low > 0 ? *low : *high;
  do {
    const std::string with_unit = text_of(reference, unit);
    fitted.name = with_unit.substr(with_unit.rfind(' ') + 1);
    const std::string prefix = fitted.name.substr(0, fitted.name.size() - base.size());
    fitted.factor = parse_rate("1" + prefix + "FLOP/s", Unit::flop);
    reference *= 1000;
  } while (*high / fitted.factor >= 100'000 && reference <= *high);
  return fitted;
}

std::string state_sentence(const Report& report, std::string_view code, std::string_view code_ends) {
  if (report.run.state == "interrupted")
    return fmt::format("The run was interrupted: this report is partial, {}run --resume{} measures what is missing.",
                       code, code_ends);
  if (report.run.state == "running") return "The run had not ended when this report was written.";
  return {};
}

}  // namespace gpupeak
