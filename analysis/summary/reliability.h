// Can this figure be believed to the digits that are shown? Decided once, for whoever shows a ratio of it.
#pragma once

#include <optional>
#include <string_view>

#include "core/names.h"
#include "method/measurement.h"

namespace gpupeak {

// precise: at least three times stand behind it, half the interval of the median is at most `precise_within` of it, and
// its samples neither drift nor fall into two groups by more than that. single_sample: fewer than three times.
// unsteady: all others.
enum class Reliability { precise, unsteady, single_sample };
inline constexpr Named<Reliability> reliability_names[] = {
    {Reliability::precise, "precise"},
    {Reliability::unsteady, "unsteady"},
    {Reliability::single_sample, "single_sample"},
};
constexpr std::string_view name(Reliability id) { return name_of(reliability_names, id); }

// A share of the median. A tenth between two such figures is more than either may be off.
inline constexpr double precise_within = 0.05;

// A larger share, of a ceiling or of a vendor's speed, is one of something else than a reader takes it for.
inline constexpr double most_shown = 2;

// Nothing unless it was measured.
std::optional<Reliability> reliability(const Measurement&);

// What ratios may be made of.
inline bool is_precise(const Measurement& m) { return reliability(m) == Reliability::precise; }

}  // namespace gpupeak
