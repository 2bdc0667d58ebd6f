// The TABLE of tiles, the widest first; the last runs everywhere.
#include "kernels/host/gemm/tiles.h"

#include <algorithm>

#include "kernels/host/isa.h"

namespace gpupeak::host {
namespace {
constexpr const Tile<float>* tiles_f32[] = {&tile_avx512_f32, &tile_avx2_f32, &tile_vector128_f32};
constexpr const Tile<double>* tiles_f64[] = {&tile_avx512_f64, &tile_avx2_f64, &tile_vector128_f64};
}  // namespace

template <>
std::span<const Tile<float>* const> tiles() {
  return tiles_f32;
}
template <>
std::span<const Tile<double>* const> tiles() {
  return tiles_f64;
}

template <class T>
bool runs_on(const Tile<T>& tile, const DeviceInfo& device) {
  return std::ranges::all_of(tile.needs,
                             [&](std::string_view name) { return name.empty() || has_feature(device, name); });
}

template <class T>
const Tile<T>& best_tile(const DeviceInfo& device) {
  return **std::ranges::find_if(tiles<T>(), [&](const Tile<T>* tile) { return runs_on(*tile, device); });
}

template bool runs_on(const Tile<float>&, const DeviceInfo&);
template bool runs_on(const Tile<double>&, const DeviceInfo&);
template const Tile<float>& best_tile(const DeviceInfo&);
template const Tile<double>& best_tile(const DeviceInfo&);

}  // namespace gpupeak::host
