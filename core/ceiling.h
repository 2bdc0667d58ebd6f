// The one rule behind every percentage: the shortest time physics allows is the largest amount / rate over the
// resources. S. Williams, A. Waterman, D. Patterson, "Roofline", CACM 52(4), 2009, generalised from two resources to
// all of them.
#pragma once

#include <optional>
#include <vector>

#include "core/resource.h"
#include "core/units.h"
#include "core/work.h"

namespace gpupeak {

struct DeviceInfo;

struct Ceiling {
  Seconds time;                   // shortest possible time of one launch, from the terms that are known
  Resource bound_by;              // the resource that gives it
  std::vector<Resource> unknown;  // terms left out because their rate is not known: the true ceiling may be longer
};

// Which rates count: all that are known, or of these the ones without a doubt.
enum class Terms { known, certain };

// The ceiling at the rated clocks or, with `clock`, with every rate that follows the core clock scaled to it.
// Nothing when no resource of the work has such a rate.
std::optional<Ceiling> ceiling(const Work& work, const DeviceInfo& device, std::optional<Hertz> clock = std::nullopt,
                               Terms = Terms::known);

}  // namespace gpupeak
