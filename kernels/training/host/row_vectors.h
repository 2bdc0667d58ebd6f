// A vector of floats of the instruction set at hand, as the loops over rows have it: GPUPEAK_ROWS_TARGET and
// GPUPEAK_ROWS_BYTES are defined by the file that includes them.
#pragma once

#include <cstdint>
#include <cstring>

#include "kernels/common/host/isa.h"

#define GPUPEAK_ROWS_INLINE [[gnu::always_inline]] GPUPEAK_ROWS_TARGET inline

namespace gpupeak::host {
namespace {

inline constexpr int row_vector_size = vector_bytes(GPUPEAK_ROWS_BYTES);
inline constexpr int64_t row_lanes = row_vector_size / static_cast<int>(sizeof(float));
typedef float RowVector __attribute__((vector_size(row_vector_size)));
typedef uint32_t RowBits __attribute__((vector_size(row_vector_size)));
typedef uint16_t RowHalves __attribute__((vector_size(row_vector_size / 2)));

// By reference: a vector argument wider than the base instruction set has no settled calling convention.
GPUPEAK_ROWS_INLINE void load(RowVector& value, const float* from) { std::memcpy(&value, from, sizeof value); }
GPUPEAK_ROWS_INLINE void store(float* to, const RowVector& value) { std::memcpy(to, &value, sizeof value); }

}  // namespace
}  // namespace gpupeak::host
