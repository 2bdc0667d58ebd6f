// The TABLE of tiles of pixels, the widest first; the last runs everywhere.
#include <algorithm>

#include "kernels/common/host/isa.h"
#include "kernels/conv/host/pixel_tile.h"

namespace gpupeak::host {
namespace {
constexpr const PixelTile* tiles[] = {&pixel_tile_avx512, &pixel_tile_avx2, &pixel_tile_vector128};
}

std::span<const PixelTile* const> pixel_tiles() { return tiles; }

const PixelTile& best_pixel_tile(const DeviceInfo& device) {
  return **std::ranges::find_if(tiles, [&](const PixelTile* tile) {
    return std::ranges::all_of(tile->needs,
                               [&](std::string_view name) { return name.empty() || has_feature(device, name); });
  });
}

}  // namespace gpupeak::host
