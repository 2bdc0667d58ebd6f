// Presets: JSON with comments, checked against configs/schema/preset.schema.json.
#pragma once

#include <string_view>
#include <vector>

#include "method/schedule.h"

namespace gpupeak {

Preset read_preset(std::string_view json, std::string_view name);  // throws FormatError
std::vector<std::string> preset_names();                           // the embedded ones, smallest first
Preset embedded_preset(std::string_view name);                     // throws FormatError with the nearest name

}  // namespace gpupeak
