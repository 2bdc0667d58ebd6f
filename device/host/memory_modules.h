// What main memory could deliver, from the modules the firmware lists: channels x width x configured speed.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "core/units.h"

namespace gpupeak::host {

struct DramRate {
  std::optional<BytesPerSecond> rate;
  std::string words;        // how it was computed, or why it is not known
  std::string remedy = {};  // what helps then
};

// Reads SMBIOS structures of type 17 (DMTF DSP0134, 7.18), which Linux shows to root only. The firmware of a virtual
// machine makes them up, so there they are not believed.
DramRate read_dram_rate(bool virtual_machine, const std::filesystem::path& root = "/");

}  // namespace gpupeak::host
