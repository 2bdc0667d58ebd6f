#include "analysis/gaps/causes.h"

#include <algorithm>
#include <cmath>

namespace gpupeak {

std::vector<CauseShare> causes_of(double worse, const BaselineCase& before, const BaselineCase& now, double taken_out) {
  if (!(worse > 1) || !before.clock_hz || !now.clock_hz || !(*now.clock_hz > 0) || !(*before.clock_hz > 0)) return {};
  const double clock = std::clamp((std::log(*before.clock_hz / *now.clock_hz) - taken_out) / std::log(worse), 0.0, 1.0);
  const auto more = [](std::optional<double> then, std::optional<double> since) {
    return std::max(0.0, since.value_or(0) - then.value_or(0));
  };
  const double capped = more(before.power_capped, now.power_capped), hot = more(before.thermal, now.thermal);
  const double held = std::min(1.0, capped + hot);  // of the time; the clock was lower without a reason in the rest
  const double by_power = capped + hot > 0 ? clock * held * capped / (capped + hot) : 0;
  const double by_heat = capped + hot > 0 ? clock * held * hot / (capped + hot) : 0;
  std::vector<CauseShare> causes{
      {"clock", clock - by_power - by_heat}, {"power cap", by_power}, {"thermal", by_heat}, {"the rest", 1 - clock}};
  // What would read as 0.0 % is none.
  std::erase_if(causes, [](const CauseShare& cause) { return !(cause.share >= 0.0005); });
  std::ranges::stable_sort(causes, std::ranges::greater{}, &CauseShare::share);
  return causes;
}

}  // namespace gpupeak
