// How many sets of operands a case rotates through, so that a cold launch finds none of them in a cache.
#pragma once

#include <optional>
#include <string>

#include "method/suite.h"

namespace gpupeak {

// What sets (or one array that is meant to miss) must total to be evicted by a full turn: as many last-level caches as
// that one is exceeded by (core/device_info.h); nothing where the device has none.
Bytes enough_to_miss(const DeviceInfo&);

struct OperandSets {
  int count = 1;
  std::optional<Note> note;  // llc_not_exceeded: …
};

// Hot: one. Cold: as many as exceed three last-level caches, or total what a quarter of free memory and the preset's
// cap allow; then the note says that caches still help.
OperandSets operand_sets(const Target&, Bytes one_set);

// The label of a working set that stays partly in cache although the case means to measure without.
std::optional<Note> llc_note(const Target&, Bytes total);

// Most that operands of one case may total for the sake of missing caches.
Bytes miss_limit(const Target&);

// Why a case that allocates so much should not start; nothing when it fits. `remedy` follows "try".
std::optional<Skip> does_not_fit(const Device&, Bytes needed, const std::string& remedy);

}  // namespace gpupeak
