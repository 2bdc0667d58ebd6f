// From samples to a judged measurement: statistics, ceilings, plausibility, and notes on what distorted the samples.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/device_info.h"
#include "method/measurement.h"

namespace gpupeak {

// A result faster than its ceiling at the clock seen, by more than this, is implausible. On the host the clock is
// calibrated round the window, not in it, and a clock that moves within a window shifts the figure by a few percent; 5
// % stays above that.
inline constexpr double plausible_excess = 0.05;

// Fills stats, clock, ceilings, outcome (measured or implausible) and notes of a measurement whose samples and work are
// set.
void judge(Measurement& measurement, const DeviceInfo& device);

// The note that the samples are unsteady: they drift, or fall into two modes. Null where there is none.
const Note* unsteadiness(const Measurement& measurement);

// Gives what an older report says in sentences alone its kind and figures: of the notes that are only `said`, those
// that judge() makes of these samples, all of them or those of one process, in the same words. Others stay as they are.
void recognise_notes(Measurement& measurement, const DeviceInfo& device);
// Fills the ceilings, the outcome and its reason of a measurement that has stats and clock: alone, when a rate of the
// device's peak has been corrected since it was judged.
void hold_against_peak(Measurement& measurement, const DeviceInfo& device);

// The resource whose rate these samples beat by more than plausible_excess; see too_fast.
std::optional<Resource> beaten(const Measurement& measurement, const DeviceInfo& device);

// Why these samples are faster than the device can be, by more than plausible_excess; nothing where they are not, or no
// certain rate gives a ceiling. Says where the rate comes from and what helps. Needs stats, and the clock where it was
// seen.
std::optional<std::string> too_fast(const Measurement& measurement, const DeviceInfo& device);

// That they are so by a rate that is in doubt, or at a clock that was read beside the windows, and why; nothing where
// they are not. Needs the ceilings too.
std::optional<Note> faster_than_doubted(const Measurement& measurement, const DeviceInfo& device);

// That the ceiling is of instructions which only a vendor's library uses; nothing for such a library's own result.
std::optional<Note> beyond_our_rungs(const Measurement& measurement, const DeviceInfo& device);

// Why one launch of this work may take longer than the device lets any take: it is far slower than its ceiling at
// times, and all else is lost with it. Nothing where the device has no such limit, or no rate of the work is known.
std::optional<std::string> may_be_cut_off(const Work& work, const DeviceInfo& device);
// The same of a launch that was seen to take so long.
std::optional<std::string> is_cut_off(Seconds one_launch, const DeviceInfo& device);

// The clock the peak is rated at for this work's arithmetic (a core may have a lower one for wide vectors); for other
// work the device's own.
std::optional<Hertz> rated_clock_for(const Work& work, const DeviceInfo& device);

// One note per thing that makes these samples less trustworthy: drift, two modes, a clock below the rated one.
std::vector<Note> distortions(const std::vector<Sample>& samples, std::optional<Hertz> rated_clock);

// Where the rest of a launch went when its phases, timed apart, do not sum to it within 3 %.
std::optional<Note> unaccounted(const std::vector<PhaseTime>&, Seconds whole);

}  // namespace gpupeak
