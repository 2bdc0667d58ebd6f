// What a PCIe link can carry, each way.
#pragma once

#include <iterator>
#include <optional>

#include "core/telemetry.h"
#include "core/units.h"

namespace gpupeak {

// Of one lane, by generation from 1 on: transfers per second by the share of them that its line code leaves (8 of 10
// bits, then 128 of 130, then 242 of 256 bytes of a flit). PCI Express Base Specification, revisions 1.1 to 6.0.
// Headers of packets take a part of it that depends on their size.
inline constexpr double lane_bytes_per_s[] = {
    2.5e9 / 8 * 8 / 10,   5e9 / 8 * 8 / 10,     8e9 / 8 * 128 / 130,
    16e9 / 8 * 128 / 130, 32e9 / 8 * 128 / 130, 64e9 / 8 * 242 / 256,
};

// Nothing for a generation that is not in the table.
constexpr std::optional<BytesPerSecond> rate_of(const PcieLink& link) {
  if (link.generation < 1 || link.generation > static_cast<int>(std::size(lane_bytes_per_s)) || link.width < 1)
    return std::nullopt;
  return BytesPerSecond(lane_bytes_per_s[link.generation - 1] * link.width);
}

}  // namespace gpupeak
