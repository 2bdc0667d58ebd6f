// The core clock while the widest multiply-add units are kept busy. Many processors lower their clock for that, and
// raise it again within a microsecond: a chain that runs alone, even right after such work, reads a clock that the work
// never had.
#pragma once

#include <optional>

#include "core/units.h"

namespace gpupeak::host {

// About 80 us: like calibrate_clock(), but with multiply-adds beside the chain, as many as leave the chain the
// bottleneck. Where there is no such loop, the same as calibrate_clock().
std::optional<Hertz> calibrate_vector_clock();

// The same with products of tiles beside the chain. Where there are none, the same as calibrate_vector_clock().
std::optional<Hertz> calibrate_tile_clock();

}  // namespace gpupeak::host
