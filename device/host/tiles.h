// The matrix unit of x86 (AMX): eight registers of up to 16 rows x 64 bytes, which the kernel gives to a process on
// request.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace gpupeak::host {

// Asks the operating system for the tile registers, once per process; false when it refuses or there are none. Threads
// started later inherit the permission, and those that exist have it too.
bool allow_tiles();
// Why not; nothing when it does.
std::optional<std::string> why_no_tiles();

// What LDTILECFG reads (Intel SDM vol. 2A): palette 1, and per tile the bytes of a row and the number of rows.
struct alignas(64) TileShapes {
  uint8_t palette = 1, start_row = 0, reserved[14] = {};
  uint16_t row_bytes[16] = {};
  uint8_t rows[16] = {};
};
static_assert(sizeof(TileShapes) == 64);

// All eight tiles with 16 rows of 64 bytes.
constexpr TileShapes full_tiles() {
  TileShapes shapes;
  for (int tile = 0; tile < 8; ++tile) {
    shapes.row_bytes[tile] = 64;
    shapes.rows[tile] = 16;
  }
  return shapes;
}

}  // namespace gpupeak::host
