// What it costs the host to give a case fresh operands and to compare its results: what a plan of a run is reckoned
// from, beside the launches themselves.
#pragma once

#include "core/units.h"

namespace gpupeak {

// Of one round. A run has two of every case: before its samples and after them.
struct Upkeep {
  double generated = 0;   // random numbers calculated: operands, and what results must be
  double multiplied = 0;  // multiply-adds of an oracle
  Bytes to_device{0}, to_host{0};

  Upkeep& operator+=(const Upkeep&);
};
Upkeep operator*(double times, Upkeep);

// How fast a host does that for a device.
struct UpkeepRates {
  double generated_per_s = 0, multiplied_per_s = 0;  // of one core
  int cores = 1;
  BytesPerSecond to_device, to_host;
  double share = 1;  // of all that, which others leave to this process
};

Seconds time_of(const Upkeep&, const UpkeepRates&);

}  // namespace gpupeak
