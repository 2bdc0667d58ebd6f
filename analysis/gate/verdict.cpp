#include "analysis/gate/verdict.h"

#include <algorithm>
#include <cmath>

#include "analysis/gate/baseline.h"

namespace gpupeak {
namespace {

constexpr bool in_order() {
  for (size_t i = 0; i < verdicts.size(); ++i)
    if (static_cast<size_t>(verdicts[i].id) != i) return false;
  return true;
}
static_assert(in_order(), "row() finds a verdict by its place");

}  // namespace

std::string_view name(Severity severity) {
  constexpr std::string_view names[] = {"pass", "note", "warn", "fail"};
  return names[static_cast<size_t>(severity)];
}

bool GateResult::failed() const {
  return device_failed || std::ranges::any_of(rows, [](const GateRow& r) { return r.severity == Severity::fail; });
}

std::string_view GateResult::conclusion() const { return failed() ? "failed" : decided ? "passed" : "undecided"; }

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
