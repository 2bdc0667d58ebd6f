#include "kernels/matmul/host/tile.h"

namespace gpupeak::host {
namespace {
// The widest first; the last runs everywhere.
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

}  // namespace gpupeak::host
