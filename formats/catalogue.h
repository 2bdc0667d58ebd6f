// configs/devices.json: what vendors publish about accelerators, every figure with its source.
#pragma once

#include <string_view>

#include "peaks/accelerator.h"

namespace gpupeak {

Catalogue read_catalogue(std::string_view json, std::string_view name);  // throws FormatError
const Catalogue& catalogue();                                            // the embedded one

}  // namespace gpupeak
