#include "peaks/overrides.h"

namespace gpupeak {

void override_peaks(const std::vector<PeakOverride>& overrides, Peak& peak) {
  for (const PeakOverride& given : overrides) {
    Rate rate{.per_second = given.per_second,
              .rated_clock = std::nullopt,
              .scope = row(given.resource).unit == Unit::flop ? Scope::per_unit : Scope::shared,
              .source = Source::configured,
              .derivation = "given as --peak " + given.written};
    if (const auto found = peak.rates.find(given.resource); found != peak.rates.end()) {
      rate.scope = found->second.scope;
      rate.rated_clock = found->second.rated_clock;
    }
    peak.rates[given.resource] = std::move(rate);
    peak.unknown.erase(given.resource);
  }
}

}  // namespace gpupeak
