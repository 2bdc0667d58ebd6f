// Element types and the facts about them that work, checks and reports need.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "core/names.h"
#include "core/small_float.h"

namespace gpupeak {

enum class DType { f32, f64, tf32, f16, bf16, e4m3, i32, i8 };

struct DTypeRow {
  DType id;
  std::string_view name;
  int bytes;
  double unit_roundoff;  // half the distance from 1 to the next number: 2^-24 for f32 (IEEE 754); 0: integers
  // Of the type that products of such elements are added up and stored in: f32 for bf16, int32 for int8.
  int sum_bytes;
  double sum_roundoff;
};

// clang-format off
inline constexpr std::array dtypes{
    DTypeRow{DType::f32,  "f32",  4, 0x1p-24, 4, 0x1p-24},
    DTypeRow{DType::f64,  "f64",  8, 0x1p-53, 8, 0x1p-53},
    DTypeRow{DType::tf32, "tf32", 4, 0x1p-11, 4, 0x1p-24},  // f32 in memory; units read 10 bits of its fraction
    DTypeRow{DType::f16,  "f16",  2, 0x1p-11, 4, 0x1p-24},
    DTypeRow{DType::bf16, "bf16", 2, 0x1p-8,  4, 0x1p-24},
    DTypeRow{DType::e4m3, "e4m3", 1, 0x1p-4,  4, 0x1p-24},
    DTypeRow{DType::i32,  "i32",  4, 0,       4, 0},
    DTypeRow{DType::i8,   "i8",   1, 0,       4, 0},
};
// clang-format on

// The element type that a C++ type stores.
template <class T>
inline constexpr DType dtype_of = DType::f32;
template <>
inline constexpr DType dtype_of<double> = DType::f64;
template <>
inline constexpr DType dtype_of<Float16> = DType::f16;
template <>
inline constexpr DType dtype_of<BFloat16> = DType::bf16;
template <>
inline constexpr DType dtype_of<E4M3> = DType::e4m3;
template <>
inline constexpr DType dtype_of<int32_t> = DType::i32;
template <>
inline constexpr DType dtype_of<int8_t> = DType::i8;

constexpr const DTypeRow& row(DType id) { return dtypes[static_cast<size_t>(id)]; }

constexpr std::optional<DType> dtype_named(std::string_view name) { return id_of(dtypes, name); }

}  // namespace gpupeak
