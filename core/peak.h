// What a device could do: a rate per resource, each with the clock it was computed at and where it comes from.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "core/names.h"
#include "core/resource.h"
#include "core/units.h"

namespace gpupeak {

// datasheet: a vendor's published figure. attributes: computed from what the device reports. configured: the user's
// own. calibrated: computed from rates and clocks probed on this device when it was opened.
enum class Source { datasheet, attributes, configured, calibrated };
inline constexpr Named<Source> source_names[] = {
    {Source::datasheet, "datasheet"},
    {Source::attributes, "attributes"},
    {Source::configured, "configured"},
    {Source::calibrated, "calibrated"},
};
constexpr std::string_view name(Source id) { return name_of(source_names, id); }
constexpr std::optional<Source> source_named(std::string_view text) { return id_of(source_names, text); }

// per_unit: each compute unit (core, SM) brings its share, so a launch on 1 of n units has 1/n of the rate. shared: it
// does not.
enum class Scope { per_unit, shared };
inline constexpr Named<Scope> scope_names[] = {
    {Scope::per_unit, "per_unit"},
    {Scope::shared, "shared"},
};
constexpr std::string_view name(Scope id) { return name_of(scope_names, id); }
constexpr std::optional<Scope> scope_named(std::string_view text) { return id_of(scope_names, text); }

struct Rate {
  double per_second = 0;  // flop/s or byte/s (row(resource).unit), of the whole device
  std::optional<Hertz>
      rated_clock;  // the core clock the figure holds at; absent when it does not follow the core clock
  Scope scope = Scope::shared;
  Source source = Source::calibrated;
  std::string derivation;  // in words: "2 cores x 2 issues/cycle x 16 lanes x 2 flop x 3.50 GHz"
  // Why the figure may be too low, in words; empty where it is certain. What is faster than a doubted figure allows is
  // noted, not condemned.
  std::string doubt = {};
  // The instructions that alone reach the figure, where no rung but a vendor's uses them ("tcgen05"); else empty.
  std::string vendor_only = {};
};

// Why a rate is not known, and what helps; empty where nothing does.
struct UnknownRate {
  std::string why, remedy;

  UnknownRate() = default;
  // NOLINTNEXTLINE(google-explicit-constructor): mostly there is no remedy but --peak, which the reason names itself
  UnknownRate(std::string cause, std::string help = "") : why(std::move(cause)), remedy(std::move(help)) {}
  UnknownRate(const char* cause) : why(cause) {}  // NOLINT(google-explicit-constructor): as above
  bool operator==(const UnknownRate&) const = default;

  std::string text() const { return remedy.empty() ? why : why + "; " + remedy; }
};

struct Peak {
  std::map<Resource, Rate> rates;
  // What the device has but at a rate that is not known: why, and what helps. What it has not is in neither.
  std::map<Resource, UnknownRate> unknown;
};

}  // namespace gpupeak
