#include "peaks/overrides.h"

namespace gpupeak {

void override_peaks(const std::vector<PeakOverride>& overrides, Peak& peak) {
  for (const PeakOverride& own : overrides) {
    Rate rate{.per_second = own.per_second,
              .rated_clock = std::nullopt,
              .scope = row(own.resource).unit == Unit::flop ? Scope::per_unit : Scope::shared,
              .source = Source::configured,
              .derivation = "given as --peak " + own.written};
    if (const auto found = peak.rates.find(own.resource); found != peak.rates.end()) {
      rate.scope = found->second.scope;
      rate.rated_clock = found->second.rated_clock;
    }
    peak.rates[own.resource] = std::move(rate);
    peak.unknown.erase(own.resource);
  }
}

}  // namespace gpupeak
