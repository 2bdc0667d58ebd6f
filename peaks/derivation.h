// The peak of a GPU: what its datasheet says when the catalogue knows it, else what its architecture and clock allow.
#pragma once

#include "core/device_info.h"
#include "peaks/accelerator.h"

namespace gpupeak {

// Datasheet rates when one accelerator of the catalogue has the device's name, number of units and memory; else units x
// rate of the compute capability x clock. What neither tells is in Peak::unknown with the reason, but for
// matrix units that a datasheet does not list: these are not there. Rates that the device
// told itself (`info.peak`) stay unless the datasheet has them; of the memory's, the larger where they differ by more
// than 5 %, as memory is sold in several speeds under one name and can be overclocked. Figures that are not published
// by the vendor, nor follow from what is, carry a doubt.
Peak derived_peak(const DeviceInfo& info, const Catalogue&);

}  // namespace gpupeak
